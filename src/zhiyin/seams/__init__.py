"""Seams: every swappable part as a Protocol, all on one page.

Each seam has one contract suite in ``zhiyin.testing`` that runs on every back end. Back ends are picked in ``app``.
"""

from zhiyin.seams.actions import Hand, Refused, RetryLater
from zhiyin.seams.analyses import Analyses, AnalysisAsked
from zhiyin.seams.bus import Batch, Bus, Message
from zhiyin.seams.business_outcomes import BusinessOutcomes
from zhiyin.seams.clock import Clock
from zhiyin.seams.conversations import Archive, ConversationQuery, Journal, Lane, Lanes, Outbox
from zhiyin.seams.jobs import Jobs
from zhiyin.seams.keys import Keys
from zhiyin.seams.models import QuestionModel, TextModel
from zhiyin.seams.report_sender import ReportSender
from zhiyin.seams.reports import Reports
from zhiyin.seams.row_pages import RowPages
from zhiyin.seams.rules import Policies, RiskVersions
from zhiyin.seams.store import Store
from zhiyin.seams.summaries import Progress, Summaries, Summer

__all__ = [
    "Analyses",
    "AnalysisAsked",
    "Archive",
    "Batch",
    "Bus",
    "BusinessOutcomes",
    "Clock",
    "ConversationQuery",
    "Hand",
    "Jobs",
    "Journal",
    "Keys",
    "Lane",
    "Lanes",
    "Message",
    "Outbox",
    "Policies",
    "Progress",
    "QuestionModel",
    "Refused",
    "ReportSender",
    "Reports",
    "RetryLater",
    "RiskVersions",
    "RowPages",
    "Store",
    "Summaries",
    "Summer",
    "TextModel",
]
