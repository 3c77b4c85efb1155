"""Seams: every swappable part as a Protocol, all on one page.

Each seam has one contract suite in ``zhiyin.testing`` that runs on every back end. Back ends are picked in ``app``.
"""

from zhiyin.seams.actions import Attemptable, Hand, Refused, Reply, RetryLater
from zhiyin.seams.audit import AuditQuery, AuditTrail
from zhiyin.seams.bus import Batch, Bus, Message
from zhiyin.seams.business_outcomes import BusinessOutcomes
from zhiyin.seams.clock import Clock
from zhiyin.seams.conversations import Archive, ConversationQuery, Journal, Lane, Lanes, Outbox
from zhiyin.seams.erasure import Erasure
from zhiyin.seams.keys import Keys
from zhiyin.seams.models import QuestionModel, TextModel
from zhiyin.seams.people import Sessions, SignInFailures, Users
from zhiyin.seams.rules import Policies, RiskVersions
from zhiyin.seams.settings import Setting, Settings
from zhiyin.seams.store import Store

__all__ = [
    "Archive",
    "Attemptable",
    "AuditQuery",
    "AuditTrail",
    "Batch",
    "Bus",
    "BusinessOutcomes",
    "Clock",
    "ConversationQuery",
    "Erasure",
    "Hand",
    "Journal",
    "Keys",
    "Lane",
    "Lanes",
    "Message",
    "Outbox",
    "Policies",
    "QuestionModel",
    "Refused",
    "Reply",
    "RetryLater",
    "RiskVersions",
    "Sessions",
    "Setting",
    "Settings",
    "SignInFailures",
    "Store",
    "TextModel",
    "Users",
]
