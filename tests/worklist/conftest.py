"""Sentences in English, and a case in the quiet year after its closure."""

from tests.closure.conftest import closed, in_monitoring, sentences_in_english

__all__ = ["closed", "in_monitoring", "sentences_in_english"]
