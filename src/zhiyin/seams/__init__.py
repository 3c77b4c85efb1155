"""Seams: every swappable part as a Protocol, all on one page.

Each seam has one contract suite in ``zhiyin.testing`` that runs on every back end. Back ends are picked in ``app``.
"""

from zhiyin.seams.actions import Attemptable, Hand, Refused, Reply, RetryLater
from zhiyin.seams.alarms import AlarmQuery, Alarms
from zhiyin.seams.analyses import FILE_ANALYSIS, Analyses, AnalysisAsked
from zhiyin.seams.audit import AuditQuery, AuditTrail
from zhiyin.seams.bus import Batch, Bus, Message
from zhiyin.seams.business_outcomes import BusinessOutcomes
from zhiyin.seams.clock import Clock
from zhiyin.seams.conversations import Archive, ConversationQuery, Journal, Lane, Lanes, Outbox
from zhiyin.seams.ends import Ends
from zhiyin.seams.erasure import Erasure
from zhiyin.seams.jobs import Jobs
from zhiyin.seams.keys import Keys
from zhiyin.seams.models import QuestionModel, TextModel
from zhiyin.seams.people import Sessions, SignInFailures, Users
from zhiyin.seams.policy_drafts import PolicyDrafts
from zhiyin.seams.report_sender import ReportSender
from zhiyin.seams.reports import Reports
from zhiyin.seams.reviews import ReviewClaim, ReviewQuery, Reviews, Stratum
from zhiyin.seams.row_pages import RowPages
from zhiyin.seams.rules import Policies, RiskVersions
from zhiyin.seams.scripts import Scripts
from zhiyin.seams.settings import Setting, Settings
from zhiyin.seams.store import Store
from zhiyin.seams.summaries import Progress, Summaries, Summer
from zhiyin.seams.wall import Wall

__all__ = [
    "FILE_ANALYSIS",
    "AlarmQuery",
    "Alarms",
    "Analyses",
    "AnalysisAsked",
    "Archive",
    "Attemptable",
    "AuditQuery",
    "AuditTrail",
    "Batch",
    "Bus",
    "BusinessOutcomes",
    "Clock",
    "ConversationQuery",
    "Ends",
    "Erasure",
    "Hand",
    "Jobs",
    "Journal",
    "Keys",
    "Lane",
    "Lanes",
    "Message",
    "Outbox",
    "Policies",
    "PolicyDrafts",
    "Progress",
    "QuestionModel",
    "Refused",
    "Reply",
    "ReportSender",
    "Reports",
    "RetryLater",
    "ReviewClaim",
    "ReviewQuery",
    "Reviews",
    "RiskVersions",
    "RowPages",
    "Scripts",
    "Sessions",
    "Setting",
    "Settings",
    "SignInFailures",
    "Store",
    "Stratum",
    "Summaries",
    "Summer",
    "TextModel",
    "Users",
    "Wall",
]
