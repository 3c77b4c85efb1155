"""The table of facts: every name that rules and models may use, once, with unit, range and source."""

from zhiyin.domain.fact_spec import FactSource as S
from zhiyin.domain.fact_spec import FactSpec as F

NEVER_DAYS = 9999
"""Stands for "no bad end is known" in ``days_since_bad``: a number, so that rules can compare it."""

_TURN = (
    F("role", "customer", "customer|agent|bot|system", "who spoke this turn", S.EVENT),
    F("kind", "message", "message|silence", "silence: the customer has waited and nobody answered", S.EVENT),
    F("scene", "ecommerce", "ecommerce|finance|travel|government|medical|...", "scene of the conversation", S.EVENT),
    F("channel", "chat", "text", "channel it came by", S.EVENT),
    F("hour", 14, "0..23", "hour of the day of this turn, China Standard Time", S.EVENT, "hours"),
    F("weekday", 1, "1..7", "day of the week of this turn, 1 is Monday, China Standard Time", S.EVENT),
    F("night", False, "bool", "between 22:00 and 7:00, China Standard Time", S.EVENT),
    F("emotion", "calm", "one of 11 labels, or 'none'", "emotion of this turn; none: the turn is not read", S.READING),
    F("polarity", "neutral", "negative|neutral|positive|none", "polarity of this turn", S.READING),
    F("valence", 0.0, "-1..1", "expected polarity of this turn; 0 if not read", S.READING),
    F("intensity", 0.0, "0..1", "strength of this turn's emotion", S.READING),
    F("confidence", 0.0, "0..1", "how sure the reading is", S.READING),
    F("unsure", False, "bool", "the model would rather not answer for this turn", S.READING),
    F("sarcasm", 0.0, "0..1", "probability that this turn is meant sarcastically", S.READING),
)
_COURSE = (
    F("mood", 0.0, "-1..1", "smoothed valence of the customer so far", S.COURSE),
    F("slope", 0.0, "-2..2", "change of valence over the last 5 customer turns", S.COURSE, "per customer turn"),
    F("lowest", 0.0, "-1..1", "lowest mood so far", S.COURSE),
    F("mean_valence", 0.0, "-1..1", "mean valence of the customer's turns so far", S.COURSE),
    F("first_valence", 0.0, "-1..1", "valence of the customer's first turn that was read", S.COURSE),
    F("last_valence", 0.0, "-1..1", "valence of the customer's latest turn that was read", S.COURSE),
    F("recent_valence", 0.0, "-1..1", "mean valence of the customer's last 3 turns", S.COURSE),
    F("fall", 0.0, "-2..2", "first_valence less recent_valence: above 0, it has become worse", S.COURSE),
    F("negative_turns", 0, ">= 0", "customer turns read as negative so far", S.COURSE),
    F("positive_turns", 0, ">= 0", "customer turns read as positive so far", S.COURSE),
    F("negative_run", 0, ">= 0", "negative customer turns in a row, up to now", S.COURSE),
    F("longest_negative_run", 0, ">= 0", "most negative customer turns in a row so far", S.COURSE),
    F("negative_share", 0.0, "0..1", "negative share of the customer's turns, counted as at least 4", S.COURSE),
    F("positive_share", 0.0, "0..1", "positive share of the customer's turns, counted as at least 4", S.COURSE),
    F("negative_recent", 0.0, "0..1", "mean probability of negative over the last 5 customer turns", S.COURSE),
    F("negative_rise", 0.0, "-1..1", "negative_recent less that of the 5 turns before; 0 before the 6th", S.COURSE),
    F("negative_words", 0.0, "0..1", "share of the characters of the last 5 turns named as negative words", S.COURSE),
    F("negative_words_rise", 0.0, "-1..1", "negative_words less that of the 5 turns before", S.COURSE),
    F("peaks", 0, ">= 0", "negative customer turns of intensity 0.6 or more", S.COURSE),
    F("top_intensity", 0.0, "0..1", "highest intensity of a negative turn so far", S.COURSE),
    F("sarcastic_turns", 0, ">= 0", "customer turns with a sarcasm of 0.5 or more so far", S.COURSE),
    F("agent_negative_turns", 0, ">= 0", "turns of agent or bot that sound negative; 0 unless they are read", S.COURSE),
    F("agent_positive_share", 0.0, "0..1", "share that sounds positive; 0 unless they are read", S.COURSE),
    F("agent_valence", 0.0, "-1..1", "valence of the latest of them; 0 unless they are read", S.COURSE),
)
_WORDS = (
    F("cues", ("threat",), "list of cue names", "listed expressions found in this turn", S.WORDS),
    F("repeats", 0, ">= 0", "times the customer asked the same again", S.WORDS),
    F("threats", 0, ">= 0", "customer turns with a threat (complaint, exposure, lawyer) so far", S.WORDS),
    F("insistence", 0, ">= 0", "customer turns with a word of insistence (又, 总是, 第三次) so far", S.WORDS),
    F("agent_repeats", 0, ">= 0", "times agent or bot said the same line again", S.WORDS),
)
_RHYTHM = (
    F("turns", 0, ">= 0", "turns so far, all roles", S.RHYTHM),
    F("customer_turns", 0, ">= 0", "turns of the customer so far", S.RHYTHM),
    F("agent_turns", 0, ">= 0", "turns of agent or bot so far", S.RHYTHM),
    F("duration_s", 0.0, ">= 0", "from the first event to this moment", S.RHYTHM, "seconds"),
    F("wait_s", 0.0, ">= 0", "how long the customer has waited for an answer at this moment", S.RHYTHM, "seconds"),
    F("wait_ratio", 0.0, ">= 0", "wait_s in times the channel's habit", S.RHYTHM),
    F("longest_wait_s", 0.0, ">= 0", "longest time a customer turn stayed unanswered", S.RHYTHM, "seconds"),
    F("long_gaps", 0, ">= 0", "waits over 8 s and twice the channel's habit, the present one included", S.RHYTHM),
    F("answer_s", 0.0, ">= 0", "mean time agent or bot took to answer", S.RHYTHM, "seconds"),
    F("last_answer_s", 0.0, ">= 0", "time the latest answer took", S.RHYTHM, "seconds"),
    F("answer_ratio", 0.0, ">= 0", "answer_s in times the channel's habit", S.RHYTHM),
    F("unanswered", 0, ">= 0", "customer turns since agent or bot last spoke", S.RHYTHM),
    F("longest_unanswered", 0, ">= 0", "most customer turns in a row without an answer", S.RHYTHM),
    F("open_questions", 0, ">= 0", "questions of the customer since agent or bot last spoke", S.RHYTHM),
)
_BUSINESS = (
    F("order_late", False, "bool", "the order is late", S.BUSINESS),
    F("refund_pending", False, "bool", "a refund is on its way", S.BUSINESS),
    F("past_outcomes", 0, ">= 0", "known outcomes of this customer's earlier conversations", S.BUSINESS),
    F("past_bad_outcomes", 0, ">= 0", "of these the bad ones", S.BUSINESS),
    F(
        "days_since_bad",
        NEVER_DAYS,
        f"0..{NEVER_DAYS}",
        "since the latest bad one; 9999: none known",
        S.BUSINESS,
        "days",
    ),
)
_RISK = (
    F("risk", 0.0, "0..1", "probability of a bad end", S.RISK),
    F("tier", "none", "none|mild|moderate|severe", "tier of the risk", S.RISK),
    F("tier_level", 0, "0..3", "the same as a number", S.RISK),
)

FACTS: tuple[F, ...] = (*_TURN, *_COURSE, *_WORDS, *_RHYTHM, *_BUSINESS, *_RISK)
