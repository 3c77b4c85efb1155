"""Reporting: the desk that makes reports, with the ways in which they are sent as configured."""

import os
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

import zhiyin
from zhiyin.actions.mail import Mailer, MailSettings, Tls
from zhiyin.actions.poster import tls
from zhiyin.actions.report_post import OwnNow, ReportPost
from zhiyin.actions.schedule import delay
from zhiyin.actions.secret import secret_reader
from zhiyin.app.parts import destinations_of
from zhiyin.config import Config
from zhiyin.domain.errors import SetupError
from zhiyin.domain.report_delivery import ReportWay
from zhiyin.packs import load_topics, scenes
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.topics import TopicFinder
from zhiyin.reports.period.gather import About
from zhiyin.reports.report_courier import CourierSettings, ReportCourier
from zhiyin.reports.report_desk import ReportDesk
from zhiyin.seams import Clock, ReportSender, Store

_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,255}")


def about_of(config: Config, model: str) -> About:
    """What a report says of this installation; ``model`` is the name of the one that reads."""
    folder = Path(config.packs) if config.packs else None
    own = {p.parent.name for p in folder.glob("*/topics.yaml")} if folder else set[str]()

    @cache
    def finder(scene: str) -> TopicFinder:
        return TopicFinder(load_topics(scene or None, folder).words)

    def topics_in(scene: str, text: str) -> Collection[str]:
        known = scene if scene in {*scenes(), *own} else ""
        return finder(known).topics_in(fold(text))

    return About(zhiyin.__version__, config.public_url, model, topics_in)


def report_desk_of(config: Config, store: Store, clock: Clock, model: str, own: OwnNow) -> ReportDesk:
    """The desk, with the ways in which it may send. SetupError if ``mail`` cannot be used."""
    post = ReportPost(destinations_of(config), clock, config.public_url, own)
    senders: dict[ReportWay, ReportSender] = {ReportWay.WEBHOOK: post}
    mailer = mailer_of(config, clock)
    if mailer is not None:
        senders[ReportWay.MAIL] = mailer
    courier = ReportCourier(store, clock, senders, CourierSettings(delay, post.names, config.public_url))
    return ReportDesk(store, clock, about_of(config, model), courier, config.time_zone)


def mailer_of(config: Config, clock: Clock) -> Mailer | None:
    """None where no mail is configured."""
    mail = config.mail
    if mail is None:
        return None
    kind = Tls(mail.tls)
    if kind is Tls.NONE and not (mail.loopback or mail.allow_private):
        raise SetupError(
            "mail: tls: none sends reports and password in the clear; use tls or starttls, or set allow_private: true "
            "for a server of your own network"
        )
    if not _ADDRESS.fullmatch(mail.sender):
        raise SetupError("mail: sender must be one mail address, such as zhiyin@example.com")
    password = ""
    if mail.password:
        try:
            password = secret_reader(os.environ)(mail.password)
        except SetupError as error:
            raise SetupError(f"mail: password: {error}") from None
    settings = MailSettings(mail.host, mail.port, kind, mail.sender, mail.user, password, mail.attachment_bytes)
    return Mailer(settings, clock, tls())
