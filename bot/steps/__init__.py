"""The kinds of steps; a new kind is one file and one line here."""

from bot.steps.ask import Ask
from bot.steps.branch import Branch
from bot.steps.end import End
from bot.steps.handover import Handover
from bot.steps.offer_call import OfferCall
from bot.steps.say import Say
from bot.steps.step import Step
from bot.steps.wait import Wait

KINDS: dict[str, type[Step]] = {
    "say": Say,
    "ask": Ask,
    "offer_call": OfferCall,
    "branch": Branch,
    "wait": Wait,
    "handover": Handover,
    "end": End,
}
"""By the name that authors write."""
