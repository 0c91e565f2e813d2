"""What each reason weighs, and how much a family may weigh together. See docs/breaking.md for how they were fitted."""

from schemas.traits import Grade

GRADE_WEIGHTS: dict[Grade, float] = {"flash": 6, "alert": 4, "urgent": 3, "routine": 0, "deferred": -2}

# How much a text matters to many: an urgent of a wire for markets.
MARKET: dict[str, float] = {
    "quiet_hour": 1.8, "told_export_sale": 1.5, "great_company": 1.4, "home_desk": 1.2, "told_money_market": 1,
    "large_company": 0.9, "headline_money": 0.8, "told_crop": 0.8, "talks": 0.7, "central_bank": 0.6, "centre":
    0.6, "long_text": 0.6, "analysts": 0.5, "statement": 0.5, "commodity": 0.4, "prices": 0.4, "bond": 0.3,
    "currency": 0.3, "government": 0.3, "period": 0.3, "tonnage": 0.3, "headline_percent": 0.2, "rejection":
    0.2, "told_price_change": 0.2, "told_stake": 0.2, "told_trade_sanction": 0.2, "told_walkout": 0.2,
    "outlook": 0.1, "told_buyback": 0.1, "told_supply_pact": 0.1, "borrowing": -0.1, "told_bid_step": -0.1,
    "intervention": -0.2, "listed_company": -0.2, "told_takeover_bid": -0.2, "contract": -0.3, "province": -0.3,
    "purchase": -0.3, "venture": -0.3, "filing": -0.4, "told_rate_decision": -0.4, "one_company": -0.5,
    "payout": -0.5, "short_text": -0.5, "told_chief_executive": -0.5, "raters": -0.6, "told_merger": -0.6,
    "told_rating": -0.6, "told_resignation": -0.6, "appointment": -0.7, "told_statistic": -0.7, "offering":
    -0.9, "results_table": -0.9, "told_results": -1.4,
}  # fmt: skip
# How far it is one act that must be told now: a bulletin.
MOMENT: dict[str, float] = {
    "told_money_market": 0.7, "home_desk": 0.6, "bond": 0.5, "one_company": 0.5, "told_bond_issue": 0.4,
    "central_bank": 0.3, "currency": 0.3, "headline_percent": 0.3, "intervention": 0.3, "short_text": 0.3,
    "told_statistic": 0.3, "headline_money": 0.2, "period": 0.2, "raters": 0.2, "rejection": 0.2, "filing": 0.1,
    "government": 0.1, "great_company": 0.1, "halt": 0.1, "interest_rate": 0.1, "purchase": 0.1,
    "small_company": 0.1, "told_buyback": 0.1, "told_rating": 0.1, "appointment": -0.1, "borrowing": -0.1,
    "centre": -0.1, "told_merger": -0.1, "told_resignation": -0.1, "told_trade_sanction": -0.1, "told_walkout":
    -0.1, "contract": -0.2, "minister": -0.2, "outlook": -0.2, "province": -0.2, "analysts": -0.3, "lawsuit":
    -0.3, "told_rate_decision": -0.3, "told_results": -0.3, "told_stake": -0.3, "told_takeover_bid": -0.3,
    "long_text": -0.4, "payout": -0.4, "prices": -0.4, "told_bid_step": -0.4, "told_dividend": -0.4,
    "told_export_sale": -0.4, "tonnage": -0.4, "told_price_change": -0.5, "told_crop": -0.6, "quiet_hour": -1.2,
}  # fmt: skip

CONTEXT_WEIGHTS: dict[str, float] = {
    "no_neighbour": 0, "new_fact": 1, "first_add": 2.8, "quick_add": 0.7, "origins_5": 1, "origins_30": 2,
    "old": -2, "stale": -5, "resent_text": -3,
}  # fmt: skip

CAPS: dict[str, float] = {
    "wire": 6, "editorial_mark": 4, "form": 2, "novelty": 4, "velocity": 2, "severity": 3, "market": 5, "moment": 2,
}  # fmt: skip
ALERT_SCORE, ADD_SCORE = 4.5, 3.0
