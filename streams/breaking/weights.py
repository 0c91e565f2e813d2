"""What each reason weighs, and how much the reasons of a family may weigh together.

MARKET, MOMENT and the adds are fitted on the development wire by python -m bench.breaking_fit, whose units they are in
(log odds of an urgent, and of a bulletin); the rest is set by hand, in the same units.
"""

from schemas.traits import Grade

GRADE_WEIGHTS: dict[Grade, float] = {"flash": 6, "alert": 4, "urgent": 3, "routine": 0, "deferred": -2}

# How much a text matters to many: an urgent of a wire for markets.
MARKET: dict[str, float] = {
    "quiet_hour": 1.8, "told_export_sale": 1.5, "great_company": 1.2, "home_desk": 1.2, "told_money_market": 1.1,
    "large_company": 0.9, "told_crop": 0.8, "central_bank": 0.7, "headline_money": 0.7, "talks": 0.7, "analysts": 0.6,
    "centre": 0.6, "long_text": 0.6, "statement": 0.5, "commodity": 0.4, "prices": 0.4, "bond": 0.3, "currency": 0.3,
    "government": 0.3, "period": 0.3, "tonnage": 0.3, "headline_percent": 0.2, "rejection": 0.2,
    "told_price_change": 0.2, "told_stake": 0.2, "told_trade_sanction": 0.2, "told_walkout": 0.2,
    "listed_company": -0.2, "told_takeover_bid": -0.2, "contract": -0.3, "province": -0.3, "purchase": -0.3,
    "venture": -0.3, "filing": -0.4, "one_company": -0.4, "payout": -0.4, "short_text": -0.4, "told_rating": -0.4,
    "told_chief_executive": -0.5, "raters": -0.6, "told_rate_decision": -0.6, "told_resignation": -0.6,
    "results_table": -0.7, "told_merger": -0.7, "told_statistic": -0.7, "appointment": -0.8, "offering": -0.8,
    "told_results": -1.3,
}  # fmt: skip
# How far it is one act that must be told now: a bulletin.
MOMENT: dict[str, float] = {
    "told_money_market": 0.8, "home_desk": 0.6, "bond": 0.5, "told_bond_issue": 0.5, "currency": 0.4,
    "one_company": 0.4, "central_bank": 0.3, "headline_percent": 0.3, "short_text": 0.3, "told_statistic": 0.3,
    "headline_money": 0.2, "intervention": 0.2, "period": 0.2, "raters": 0.2, "borrowing": -0.2, "contract": -0.2,
    "minister": -0.2, "outlook": -0.2, "province": -0.2, "told_stake": -0.2, "lawsuit": -0.3, "told_bid_step": -0.3,
    "told_export_sale": -0.3, "told_rate_decision": -0.3, "told_results": -0.3, "analysts": -0.4, "long_text": -0.4,
    "payout": -0.4, "prices": -0.4, "told_dividend": -0.4, "told_takeover_bid": -0.4, "tonnage": -0.4,
    "told_price_change": -0.5, "told_crop": -0.6, "quiet_hour": -1.2,
}  # fmt: skip

CONTEXT_WEIGHTS: dict[str, float] = {
    "no_neighbour": 0, "new_fact": 1, "first_add": 2.8, "quick_add": 0.5, "origins_5": 1, "origins_30": 2,
    "old": -2, "stale": -5, "resent_text": -3,
}  # fmt: skip

CAPS: dict[str, float] = {
    "wire": 6, "editorial_mark": 4, "form": 2, "novelty": 4, "velocity": 2, "severity": 3, "market": 5, "moment": 2,
}  # fmt: skip
ALERT_SCORE, ADD_SCORE = 4.5, 3.0
