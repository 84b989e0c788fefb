"""What a pair is asked about its fit where its programme's file says nothing of it.

Day 30 is that of the first satisfaction survey ("MQS") of Mentorloop, a mentoring platform that
asks at day 30 and then every 60 days (https://mentorloop.com). The questions, the three weeks, the
week to the reminder and the answer from which help is offered are our own.
"""

from functools import cache

from blueprint.language import Blueprint, Fit

_ENDS = {
    "low": {"en": "Not yet", "hi": "अभी नहीं", "ru": "Пока нет"},
    "high": {"en": "Very well", "hi": "बहुत अच्छी तरह", "ru": "Очень хорошо"},
}


@cache
def house_fit() -> Fit:
    """The pulse of the house."""
    return Fit.model_validate(
        {
            "days": [30],
            "open_days": 21,
            "remind_after_days": 7,
            "low": 2,
            "teacher": [
                {
                    "code": "fits",
                    "text": {
                        "en": "How well do the two of you fit together?",
                        "hi": "आप दोनों का तालमेल कितना अच्छा है?",
                        "ru": "Насколько вы двое подходите друг другу?",
                    },
                    "kind": "scale",
                    **_ENDS,
                },
                {
                    "code": "open",
                    "text": {
                        "en": "How freely can you say what is hard for you?",
                        "hi": "आप कितना खुलकर बता पाते हैं कि आपके लिए क्या कठिन है?",
                        "ru": "Насколько свободно вы можете говорить о том, что вам трудно?",
                    },
                    "kind": "scale",
                    "low": {"en": "Hardly", "hi": "बहुत कम", "ru": "Почти не могу"},
                    "high": {"en": "Freely", "hi": "पूरी तरह खुलकर", "ru": "Свободно"},
                },
                {
                    "code": "helps",
                    "text": {
                        "en": "How much does the time together help your teaching?",
                        "hi": "साथ बिताया समय आपके शिक्षण में कितनी मदद करता है?",
                        "ru": "Насколько время вдвоём помогает вашему преподаванию?",
                    },
                    "kind": "scale",
                    "low": {"en": "Not yet", "hi": "अभी नहीं", "ru": "Пока нет"},
                    "high": {"en": "Very much", "hi": "बहुत", "ru": "Очень"},
                },
            ],
            "mentor": [
                {
                    "code": "fits",
                    "text": {
                        "en": "How well do the two of you fit together?",
                        "hi": "आप दोनों का तालमेल कितना अच्छा है?",
                        "ru": "Насколько вы двое подходите друг другу?",
                    },
                    "kind": "scale",
                    **_ENDS,
                },
                {
                    "code": "can_help",
                    "text": {
                        "en": "How well can you help with what is needed here?",
                        "hi": "यहाँ जिसकी ज़रूरत है, उसमें आप कितनी मदद कर पाते हैं?",
                        "ru": "Насколько вы можете помочь в том, что здесь нужно?",
                    },
                    "kind": "scale",
                    **_ENDS,
                },
            ],
            "later_reasons": [
                {
                    "code": "hardly_met",
                    "title": {
                        "en": "We have hardly met yet",
                        "hi": "हम अभी मुश्किल से मिले हैं",
                        "ru": "Мы пока почти не встречались",
                    },
                },
                {
                    "code": "no_time",
                    "title": {
                        "en": "I have no time for it now",
                        "hi": "अभी मेरे पास समय नहीं है",
                        "ru": "Сейчас у меня нет на это времени",
                    },
                },
                {
                    "code": "rather_not",
                    "title": {
                        "en": "I would rather not say",
                        "hi": "मैं बताना नहीं चाहता या चाहती",
                        "ru": "Не хочу отвечать",
                    },
                },
            ],
        }
    )


def fit_of(design: Blueprint) -> Fit:
    """What pairs of this blueprint are asked about their fit: as its file says, or the house."""
    return design.fit if design.fit is not None else house_fit()
