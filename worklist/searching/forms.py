"""The form of the search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.folding import folded
from worklist.searching import asked

LONGEST, MOST_WORDS = 200, 8


class SearchForm(forms.Form):
    """One line of words; what is searched is ``asked`` once it is valid."""

    q = forms.CharField(
        label=gettext_lazy("What are you looking for?"),
        max_length=LONGEST,
        error_messages={
            "required": gettext_lazy("Type at least two letters or a number."),
            "max_length": gettext_lazy(
                "This is longer than what can be searched. A few words are enough."
            ),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        """The words. Raises ValidationError for too few, or more than anybody needs."""
        text: str = self.cleaned_data["q"]
        plain = folded(text)
        if len(plain) < asked.SHORTEST and not plain.isdigit():
            raise forms.ValidationError(_("Type at least two letters or a number."))
        if len(plain.split()) > MOST_WORDS:
            raise forms.ValidationError(
                _("At most %(number)s words are searched. Choose the rarest.")
                % {"number": MOST_WORDS}
            )
        return text
