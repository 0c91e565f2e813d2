"""What kinds of event there are, and by which words a headline or a first sentence is known to tell one.

A word alone is never an event: `fire` is one beside `crews` or `refinery`, and none beside `coach`. So the words are
gathered in concepts, and an event is a row that names the concepts which must meet in one headline or sentence, and
those that must not be there. `_` joins the words of a phrase. No name of a person, a company or a place of one year
stands here: institutions that outlive their heads do.
"""

from typing import NamedTuple

from streams.breaking.words import word_list, word_set

CONCEPTS: dict[str, tuple[str, ...]] = {
    # ---- who acts
    "leader": word_list("president prime_minister premier king queen emperor monarch sultan emir pope dictator"),
    "former": word_list(
        "former ex late vice deputy wife widow husband son daughter mother father brother sister aide adviser"
        " company club founder university"
    ),
    "minister": word_list(
        "minister chancellor foreign_secretary home_secretary treasury_secretary chief_secretary defence_secretary"
        " defense_secretary attorney_general secretary_of_state vice_president deputy_prime_minister cabinet_member"
    ),
    "minor_office": word_list(
        "mayor governor senator deputy lawmaker mp councillor councilor party_leader ambassador envoy"
    ),
    "company_head": word_list(
        "ceo cfo coo chief_executive chief_financial chief_operating chairman chairwoman managing_director"
        " finance_chief board_chairman chief_exec"
    ),
    "company": word_list(
        "inc corp co ltd plc ag sa nv gmbh oyj spa company companies group holdings bank bancorp airline airlines"
        " carmaker maker motors pharma insurer retailer partners"
    ),
    "state": word_list(
        "government govt cabinet parliament senate congress house_panel house_committee ministry ministers"
        " white_house kremlin downing_street chancellery state_department treasury supreme_court commission"
        " commerce_department labor_department agriculture_department justice_department pentagon defense_department"
        " usda administration secretary house_votes house_passes u.s_house bundestag knesset diet"
    ),
    "bloc": word_list(
        "opec imf world_bank united_nations un nato eu ec european_community european_union gatt wto oecd g-7 g-5"
        " g7 g5 g20 group_of_seven group_of_five paris_club security_council arab_league bis iaea producers"
    ),
    "central_bank": word_list(
        "fed federal_reserve bundesbank ecb central_bank bank_of_england bank_of_japan bank_of_france"
        " bank_of_canada bank_of_italy reserve_bank fomc boe boj national_bank monetary_authority riksbank"
        " central_banks"
    ),
    "exchange": word_list("nyse nasdaq amex stock_exchange exchange sec cftc regulator regulators ftc fcc fda faa"),
    "raters": word_list("moody s&p s/p moody's standard_and_poor fitch duff rating_agency standard_poor"),
    "analysts": word_list("analyst analysts economist economists traders dealers experts observers strategists"),
    "workers": word_list("workers union unions strikers miners pilots teachers nurses dockers employees staff seamen"),
    "police": word_list("police prosecutors investigators detectives magistrates fbi tax_police sheriff interpol"),
    "quoted": (),  # a ticker in the headline: `<NBK.L>`; it has no word
    "dispute": word_list("ruling plan proposal decision policy tax bill law trade tariff critics budget"),
    # ---- harm to people
    "die": word_list(
        "dead dies died die dying killed kills kill killing deaths death death_toll drowned drown drowns bodies"
        " fatal fatalities slain perish perished"
    ),
    "dies_self": word_list(
        "dead dies died has_died is_dead dead_at president_killed minister_killed premier_killed president_dead"
        " minister_dead found_dead"
    ),
    "hurt": word_list("injured hurt wounded injures wounds injuries wounding ill sickened casualties hospitalized"),
    "missing": word_list("missing trapped stranded unaccounted"),
    "rescue": word_list("rescued rescue rescues survivors found_alive freed_hostages pulled_alive"),
    "found_dead": word_list("found_dead bodies_found body_found bodies_recovered"),
    "aged": word_list(
        "aged at_age obituary singer actor actress author nobel_laureate composer legend former_president"
        " former_prime_minister founder"
    ),
    "murder": word_list(
        "murder murders murdered murdering killing homicide massacre genocide manslaughter killings assassinated"
    ),
    "assassinate": word_list("assassinated assassination assassin"),
    "attempt": word_list("plot attempt tries foiled survives trial bid_to"),
    "many": word_list("mass massacre genocide serial"),
    # ---- what strikes
    "quake": word_list("earthquake quake tremor aftershock seismic"),
    "blast": word_list(
        "explosion explosions blast explodes exploded bomb bombs bombing bombings detonates detonated car_bomb"
        " exploding"
    ),
    "threat": word_list("threat threats plot hoax disposal wartime unexploded defused scare disarmed"),
    "shots": word_list(
        "shooting shootings gunman gunmen gunfire opened_fire opens_fire shot_dead shots_fired shoots_dead"
        " gunshots mass_shooting"
    ),
    "strike_arms": word_list(
        "airstrike airstrikes air_strike air_strikes missile missiles rockets shelling drone_strike artillery"
        " warplanes"
    ),
    "attack": word_list(
        "attack attacks attacked attacking ambush ambushed raid raids raided assault storm_embassy storms"
    ),
    "war": word_list("war invades invaded invasion declares_war declared_war hostilities"),
    "war_target": word_list(
        "drugs litter poverty waste crime obesity plastic inflation corruption rats fraud smoking traffic noise"
    ),
    "war_end": word_list("ends ended ceasefire cease-fire truce armistice peace_treaty surrenders surrendered end"),
    "war_begin": word_list("declares declared invades invaded invasion begins launches"),
    "coup": word_list("coup overthrown overthrew putsch junta"),
    "seizure": word_list("seizes_power seize_power seized_power seizing_power ousted_by_army"),
    "army": word_list("army military soldiers troops generals junta officers paratroopers"),
    "hostage": word_list(
        "hijacked hijack hijackers hijacking kidnapped kidnap kidnaps abducted abduct takes_hostages"
        " take_hostages hostages_taken taken_hostage held_hostage takes_hostage seized_by takes_hostages_in"
    ),
    "aircraft": word_list("plane aircraft jet airliner jetliner helicopter boeing airbus flight cargo_plane"),
    "ship": word_list("ferry ship boat vessel tanker trawler freighter cruise_ship submarine barge bulk_carrier yacht"),
    "train": word_list("train trains tram metro subway locomotive"),
    "crash": word_list("crash crashes crashed crashing collides collided collision ditches plunges nosedives"),
    "sink": word_list("sinks sank sunk sinking capsizes capsized capsizing overturns overturned founders goes_down"),
    "derail": word_list("derails derailed derailment derail"),
    "aground": word_list("aground adrift ran_aground runs_aground runs_into"),
    "trouble": word_list(
        "emergency_landing emergency_landings diverted makes_emergency mayday engine_failure turns_back"
    ),
    "blaze": word_list(
        "blaze inferno wildfire wildfires bushfire bushfires fire_breaks fire_broke fires_rage engulfs engulfed"
        " ablaze in_flames catches_fire caught_fire"
    ),
    "fire": word_list("fire flames"),
    "fireplace": word_list(
        "crews firefighters refinery factory warehouse building hotel plant hospital station tower school nightclub"
        " apartment cathedral depot tanker terminal forest shop mill platform"
    ),
    "barrier": word_list("dam dams levee levees dike dyke embankment reservoir"),
    "fail": word_list(
        "fails failed failure bursts burst breaks broke breach breached collapses collapsed collapse gives_way"
    ),
    "structure": word_list("building bridge roof mine tower stadium tunnel crane factory balcony"),
    "collapse": word_list("collapses collapsed collapse caves_in cave-in crumbles"),
    "flood": word_list(
        "floods flood flooding flash_floods landslide landslides mudslide avalanche tsunami hurricane typhoon"
        " cyclone tornado tornadoes volcano eruption erupts"
    ),
    "strikes_land": word_list(
        "hits hit struck strikes slams lashes sweeps under_water landfall batters swamps engulf floods destroys"
        " inundates kills"
    ),
    "evacuate": word_list("evacuate evacuates evacuated evacuation evacuations evacuating evacuees"),
    "warning": word_list("warning warnings alert alerts evacuate_now take_shelter order"),
    "top_warning": word_list("tsunami dam_failure red_alert evacuate_to tornado flash_flood_emergency evacuate_now"),
    "nuclear": word_list("nuclear reactor radioactive radiation atomic"),
    "accident": word_list("accident leak leaks meltdown explosion spill emergency leaked"),
    "toxic": word_list("toxic chemical chemicals gas_leak ammonia chlorine oil_spill spill"),
    "outbreak": word_list(
        "outbreak epidemic ebola cholera plague polio pandemic contaminated contamination poisoning bacteria"
        " bacterium salmonella listeria"
    ),
    "recall": word_list("recall recalls recalled recalling"),
    "product": word_list(
        "formula milk infant baby food cars vehicles toys toy medicine drug drugs meat products product cereal"
        " batteries chargers heaters trucks models tyres tires helmets lots batches cots seats vaccine eggs"
    ),
    "grave_product": word_list(
        "infant baby formula milk food medicine drug vaccine meat toy toys brakes airbag airbags eggs batteries"
        " chocolate cheese"
    ),
    "scope": word_list(
        "sold countries batches lots all after over due risk fears nationwide units made voluntarily voluntary"
        " contamination glass million mln recall_of recall_for salmonella listeria bacteria"
    ),
    # ---- networks, places, service
    "airport": word_list("airport airports runway airspace flights airfield"),
    "bridge": word_list("bridge tunnel border canal strait harbour harbor port pass motorway highway"),
    "network": word_list(
        "nationwide countrywide all_flights all_trains entire_network whole_network national_grid airspace"
        " all_rail emergency_calls payment_system power_grid"
    ),
    "halt": word_list(
        "suspends suspended suspend halts halted closes closed shut shuts grounded grounds standstill closure"
        " cancelled stops stopped"
    ),
    "outage": word_list("blackout outage power_cut power_failure outages no_power without_power"),
    "resume": word_list("resume resumes resumed reopens reopened reopen lifted restored all_clear back_to_normal"),
    # ---- law and office
    "resign": word_list(
        "resigns resigned resign resignation resigning quits quit quitting steps_down stepped_down step_down"
        " stepping_down leaves_office tenders_resignation offers_resignation"
    ),
    "dismiss": word_list(
        "sacked dismisses dismissed ousts ousted fires fired removes removed impeached impeaches impeachment"
    ),
    "appoint": word_list(
        "names named appoints appointed elects_chairman replaces succeeds new_ceo new_chief appointment"
    ),
    "arrest": word_list(
        "arrest arrests arrested detained detains detain charged indicted captures captured custody charges"
        " extradited suspect_held"
    ),
    "verdict": word_list(
        "guilty convicted acquitted sentenced verdict life_sentence convicts acquits conviction cleared_of"
    ),
    "search": word_list("search searches searched raid raids raided seizes"),
    "premises": word_list("headquarters offices office home premises hq"),
    "elect": word_list(
        "wins won elected re-elected reelected defeats concedes victory projected_winner ousts landslide"
    ),
    "election": word_list(
        "election elections presidency vote referendum seat race runoff primary governorship poll majority"
    ),
    "state_rule": word_list(
        "martial_law state_of_emergency dissolves_parliament no-confidence no_confidence snap_election curfew"
        " calls_election emergency_rule"
    ),
    "denial": word_list("denies denied deny denial rejects_report refutes fake fraudulent hoax bogus forged forgery"),
    "hoax": word_list("fake fraudulent hoax bogus forged forgery"),
    "release": word_list("press_release release statement report announcement"),
    "accord": word_list("agree agrees agreed agreement accord pact treaty deal settlement sign signs signed"),
    "approve": word_list(
        "approves approved approve votes passes passed voted backs clears cleared adopts adopted ratifies upholds"
        " overturns sustains"
    ),
    "reject": word_list(
        "rejects rejected reject vetoes vetoed veto blocks blocked turns_down refuses refused spurns opposes"
    ),
    "trial": word_list("trial study late-stage stage_trial phase phase_iii drug_trial"),
    "worldrecord": word_list("world_record world_records"),
    "prize": word_list("nobel pulitzer booker palme oscar oscars best_picture fields_medal world_cup olympic_gold"),
    "sanction": word_list(
        "sanctions embargo tariffs tariff retaliation import_curbs quotas quota import_quota duties duty export_ban"
        " import_ban anti-dumping boycott"
    ),
    "walkout": word_list("strike strikes walkout stoppage industrial_action go_slow strike_ends"),
    # ---- money
    "rate": word_list(
        "prime_rate discount_rate base_rate bank_rate key_rate lombard repo_rate base_lending prime_lending prime"
        " policy_rate overnight_rate intervention_rate"
    ),
    "rates": word_list("interest_rate interest_rates lending_rate rates rate money_rate mortgage_rate mortgage_rates"),
    "change": word_list(
        "raise raises raised raising lower lowers lowered lowering increase increases increased increasing reduce"
        " reduces reduced reducing lift lifts lifted lifting hike hikes hiked hiking trim trims trimmed cut cuts"
        " cutting unchanged holds held leaves keeps slashes slash rises rise falls fell drop drops"
    ),
    "bid": word_list(
        "takeover_bid takeover_offer tender_offer hostile_bid hostile_offer unsolicited_bid unsolicited_offer"
        " buyout_offer offers_to_buy offers_to_acquire bids_for makes_bid bid_for launches_bid merger_offer"
        " raises_bid sweetens_bid raises_offer acquisition_offer makes_offer offer_for starts_bid to_take_over"
        " wants_to_take take_over_rival cash_offer exchange_offer bid_of mln_bid billion_bid"
    ),
    "per_share": word_list("a_share per_share dlrs/share dlrs_share dlrs/shr"),
    "offer": word_list("offers offered offering_to bids tenders_for to_pay"),
    "lender": word_list("bank banks lender building_society bank_of savings_bank central_bank"),
    "takeover": word_list("takeover buyout bid bids merger_talks go_private take_over buy_out"),
    "accept": word_list("agrees agreed accepts accepted recommends recommended agree accept"),
    "bid_step": word_list(
        "completes completed complete completing concludes concluded extends extended extend expires expired"
        " terminates terminated withdraws withdrawn withdrew ends ended rights_plan adopts court suit sues judge"
        " protest analysts approves approved clears cleared accepted seeks unit considering may could issuer_bid"
        " normal_course declines study mulls closes closed received tendered has"
    ),
    "maybe": word_list(
        "may might could expected expects sees seen urges calls pressure likely speculation talk possible unlikely"
        " hopes predicts forecasts if should wants considers considering resists debate hint hints"
    ),
    "merge": word_list(
        "merger merge merges to_merge acquire acquires acquired acquisition to_buy to_acquire buys buying to_sell"
        " sells sell sold agrees_to_buy purchase divest divests divestiture"
    ),
    "stake": word_list("stake pct_of shareholding holding has_stake raises_stake cuts_stake 13d"),
    "insolvent": word_list(
        "bankruptcy bankrupt insolvency insolvent chapter_11 receivership liquidation administrators"
        " creditors_protection"
    ),
    "file": word_list("files filed file seeks enters entered declares declared goes into_administration petition"),
    "fund": word_list("fund redemptions withdrawals deposits debt_payments interest_payments redemption withdrawal"),
    "freeze": word_list(
        "freezes froze frozen freeze suspends suspended halts halted default defaults defaulted moratorium"
    ),
    "jobs": word_list("jobs job staff workers employees workforce posts positions"),
    "cut_jobs": word_list(
        "cut cuts cutting axe axes axed lay_off lays_off laid_off layoffs layoff redundancies shed sheds slash"
        " slashes eliminate eliminates dismiss lose_jobs"
    ),
    "results": word_list(
        "net_profit net_loss profit profits earnings net shr eps pretax loss losses interim_report results"
        " half-year first-half year_net qtr_net 1st_qtr 2nd_qtr 3rd_qtr 4th_qtr quarter qtr oper_net first_quarter"
        " second_quarter third_quarter fourth_quarter full-year nine_mths six_mths"
    ),
    "dividend": word_list("dividend dividends payout div qtly_div stock_split split quarterly_dividend"),
    "dividend_act": word_list(
        "raises raised omits omitted cuts declares sets boosts increases hikes ups suspends resumes pays payable"
        " regular"
    ),
    "outlook": word_list(
        "outlook forecast forecasts sees expects guidance profit_warning warns projects predicts estimate estimates"
        " seen expected may_be"
    ),
    "issue": word_list(
        "issues issue issuing launches launched sells offering offers eurobond bond bonds notes convertible"
        " debentures floating_rate certificate_of_deposit warrants"
    ),
    "bond": word_list(
        "eurobond bond bonds euroyen eurosterling notes debentures convertible sfr straight_bond treasury_bills"
        " gilt gilts tap bills warrants samurai"
    ),
    "credit": word_list(
        "credit_facility loan facility euronote commercial_paper cd_programme syndicated refinancing rescheduling"
        " reschedule revolving_credit bridging_loan"
    ),
    "rating": word_list(
        "rating ratings upgrades upgraded downgrades downgraded upgrade downgrade creditwatch affirms may_cut"
        " review debt_rating"
    ),
    "money_market": word_list(
        "money_market assistance shortage liquidity bill_offers early_help late_help discount_window repurchase"
        " repurchase_agreements repurchases add_reserves adds_reserves reserves drain drains system_repurchases"
        " customer_repurchases deficit advances facility bills_to customer_repurchase repos"
    ),
    "statistic": word_list(
        "consumer_prices producer_prices wholesale_prices retail_sales cpi ppi gdp gnp trade_surplus trade_deficit"
        " current_account payments_deficit trade_balance unemployment jobless inflation industrial_production"
        " industrial_output money_supply m-1 m-2 m-3 m1 m2 m3 housing_starts completions durable_goods"
        " factory_orders personal_income leading_indicators capacity_use business_inventories machinery_orders"
        " consumer_price wholesale_price output production exports imports reserves employment payrolls car_sales"
        " auto_sales vehicle_sales current_balance psbr cost_of_living orders housing_completions indicator"
        " price_index index surplus deficit business_loans bank_lending bank_lendings stocks net_currency"
        " gold_reserves"
    ),
    "moves": word_list(
        "rose rise rises fell fall falls up down unchanged narrows narrowed widens widened jumps jumped grew grows"
        " growth slips slowed revised seasonally drops dropped declined declines increased gained steady higher"
        " lower surged climbs shrinks eases eased"
    ),
    "period": word_list(
        "january february march april may june july august september october november december jan feb mar apr jun"
        " jul aug sep sept oct nov dec quarter week month year annual monthly weekly qtr"
    ),
    "currency": word_list(
        "dollar yen sterling pound mark marks euro franc lira rouble ruble peso currency currencies dlr"
        " exchange_rate exchange_rates yuan renminbi rand dollars stg ecu"
    ),
    "devalue": word_list("devalues devaluation devalued revalues revaluation devalue revalued realignment"),
    "intervene": word_list(
        "intervenes intervened intervention intervene devalues devaluation devalued revalues floats devalue realignment"
        " stabilise stabilize defend"
    ),
    "commodity": word_list(
        "wheat corn soybeans soybean sugar coffee cocoa rubber tin copper crude oil gold silver cotton tea rice"
        " barley soybean_oil sunflowerseed rapeseed palm_oil grain aluminium aluminum zinc lead nickel gasoline"
        " gas_oil heating_oil meal sunflower maize oats naphtha petrol lng natural_gas"
    ),
    "trade_act": word_list(
        "buys bought sells sold tender tenders purchase purchased sales exporters export_sale import_tender cargoes"
        " shipment optional_origin bonus_wheat bonus eep subsidy sale offers buy"
    ),
    "tonnes": word_list("tonnes tons bales bushels barrels bpd bags mt"),
    "price_act": word_list(
        "posted_prices posted_price crude_prices contract_prices official_prices price_cut price_rise prices price"
        " posting postings"
    ),
    "supply_pact": word_list(
        "quotas quota buffer_stock production_ceiling export_quotas ico itc icco price_support output"
        " production_cut price_accord"
    ),
    "crop": word_list("crop harvest acreage plantings planting crops frost drought yields yield weather winterkill"),
    "talks": word_list("talks meeting summit meets meet negotiations conference visit discusses consultations"),
    "speech": word_list("says said sees urges calls warns tells told asks vows hopes believes favors stresses"),
    "buyback": word_list(
        "buy_back buyback repurchase_shares buys_back share_repurchase buy_back_shares stock_repurchase"
    ),
    "trading": word_list("trading shares stock"),
    "trading_halt": word_list("halted suspended delayed trading_halt suspension resumes delisted suspends"),
    "court": word_list(
        "court judge lawsuit suit sues sued jury ruling injunction appeal settles settlement damages fine fined"
        " antitrust indictment"
    ),
    "contract": word_list("contract order orders awarded wins_contract gets receives award"),
    "venture": word_list(
        "venture joint_venture unit subsidiary plant agreement licence license marketing_agreement distribution"
    ),
    "product_launch": word_list(
        "introduces unveils launches_new new_product software system service announces_new model"
    ),
    "offering": word_list(
        "files_for offering registration initial_public shelf preferred debt_offering stock_offering"
        " public_offering files_to secondary_offering"
    ),
    "weekly_table": word_list(
        "review closing prices_closing report_1 index_at midday_prices closing_prices opening_prices turnover"
        " fixing quotes spot_prices"
    ),
    # ---- what is no report of an event
    "look_back": word_list(
        "reaction_to reactions_to tributes tribute_to condolences mourns reacts_to who_was who_is life_of"
        " profile_of timeline_of world_leaders remembered what_happened how_it_happened in_pictures quotes_on"
        " ahead_of analysis"
    ),
    "explain": word_list(
        "what_to what_we how_to how_the how_a why_the why_a why_do why_is explained explainer q&a guide_to tips"
        " five_things things_to what_you_need what_it_means everything_you how_to_help what_is who_is"
    ),
    "shell": word_list(
        "live_coverage follow_along latest_updates our_latest has_ended has_moved will_update updates_here page_has"
        " follow_our read_the_full"
    ),
    "over": word_list("has_ended has_moved have_moved read_the_full coverage_ended now_closed"),
    "advert": word_list(
        "flash_sale sale_ends promo_code best_deals affiliate_links sponsored giveaway shop_now limited_time"
        " free_shipping sign_up_now high-yield only_left"
    ),
    "plan": word_list(
        "items_planned planned_for overview_of schedule_of diary_of daily_diary news_schedule events_diary"
        " coming_up in_brief at_a_glance news_digest news_summary top_stories news_highlights calendar_of week_ahead"
        " day_ahead meetings listing listings lineup fixtures"
    ),
    "unconfirmed": word_list(
        "unconfirmed rumour rumours rumor rumors social_media reportedly nothing_is_confirmed speculation"
        " alleged_video purported"
    ),
    "said": word_list("said says told announced according reported confirmed statement spokesman spokeswoman"),
    # ---- what takes the weight away
    "sport": word_list(
        "match goal goals league cup innings wicket tie-break tennis football soccer rugby golf cricket marathon"
        " championship playoff striker goalkeeper tournament olympics grand_prix basketball nba nfl batting"
        " formula_one"
    ),
    "soft": word_list(
        "zoo recipe recipes cake wedding celebrity fashion garden gardeners museum festival horoscope quiz puppy"
        " kitten panda exhibition lottery pageant beauty makeup anniversary cookbook"
    ),
    "fiction": word_list(
        "film movie movies sitcom comedy novel memoir album review drama thriller tv documentary musical theatre"
        " screenplay"
    ),
    "drill": word_list("exercise drill simulation simulated mock rehearsal test_alert"),
    "memory": word_list("anniversary remembers commemorates years_ago marks_anniversary decades_ago"),
    "figurative": word_list(
        "heart_attack panic_attack under_fire bomb_squad box_office bombshell blockbuster photo_shoot film_shoot"
        " flu_shots penalty_shootout shootout cyber_attack shots_on price_war trade_war tariff_war word_war"
        " fire_sale air_raid_siren star_wars population_explosion explosion_in explosion_of shooting_star"
        " shooting_guard bombing_run photo_shooting crash_course crash_diet"
    ),
}  # fmt: skip


class Event(NamedTuple):
    """A kind of event. `all` must meet in one headline or first sentence, none of `without` may be there."""

    code: str
    severity: int
    all: tuple[str, ...]
    without: tuple[str, ...] = ()


_NO = ("drill", "memory", "fiction", "figurative")
"""What makes a drill, an anniversary, a film or a figure of speech of a disaster. A zoo or a match makes none of it."""


def _events(table: str, *without: str) -> tuple[Event, ...]:
    rows = (line.split() for line in table.strip().splitlines())
    return tuple(Event(code, int(severity), tuple(all_), without) for code, severity, *all_ in rows)


EVENTS: tuple[Event, ...] = (
    # Of a leader: not his aide, not a former one, and not the people whose death he condemns.
    *_events(
        """
        head_of_state_dead 3 leader dies_self
        assassination 3 leader assassinate
        coup 3 coup leader
        coup 3 coup army
        coup 3 seizure
        """,
        *_NO,
        "former",
        "quoted",
        "attempt",
        "maybe",
        "blast",
        "flood",
        "hurt",
        "shots",
    ),
    *_events(
        """
        war_begins 3 war war_begin
        war_ends 3 war war_end
        """,
        *_NO,
        "war_target",
        "maybe",
        "talks",
    ),
    *_events("blast 2 blast", *_NO, "threat", "dispute"),
    *_events("plane_crash 2 aircraft crash", *_NO, "trading"),
    # Sudden harm: severity 2 already where people may have died, since a desk does not wait for the count.
    *_events(
        """
        nuclear_accident 3 nuclear accident
        assassination 2 assassinate
        toll 2 die hurt
        toll 2 die missing
        toll 2 die blast
        toll 2 die crash
        toll 2 die sink
        toll 2 die flood
        toll 2 die blaze
        toll 2 die shots
        toll 2 die attack
        toll 2 die accident
        toll 2 die fire
        found_dead 2 found_dead
        shooting 2 shots
        air_strike 2 strike_arms strikes_land
        air_strike 2 strike_arms attack
        hostages 2 hostage
        sinking 2 ship sink
        dam_break 2 barrier fail
        collapse 2 structure collapse
        people_missing 1 missing
        public_warning 2 warning top_warning
        quake 1 quake
        flood 1 flood strikes_land
        evacuation 1 evacuate
        train_accident 1 train derail
        train_accident 1 train crash
        ship_accident 1 ship crash
        ship_accident 1 ship aground
        aircraft_trouble 1 aircraft trouble
        fire 1 blaze
        fire 1 fire fireplace
        toxic_leak 1 toxic accident
        outbreak 1 outbreak
        people_hurt 1 hurt
        rescue 1 rescue missing
        attack 1 ship attack
        """,
        *_NO,
    ),
    *_events(
        """
        dangerous_recall 2 recall grave_product scope
        recall 1 recall product scope
        network_halt 2 network halt
        network_halt 2 outage network
        outage 1 outage
        closure 1 airport halt
        closure 1 bridge halt
        all_clear 0 resume airport
        all_clear 0 resume bridge
        all_clear 0 resume network
        all_clear 0 resume fire
        all_clear 0 resume blaze
        """,
        "soft",
        "sport",
        "drill",
        "fiction",
    ),
    # Office and law; a president may be one of a company, and says so there.
    *_events(
        "resignation 2 leader resign\nremoval 2 leader dismiss", "company", "company_head", "sport", "minor_office"
    ),
    *_events(
        """
        resignation 2 minister resign
        removal 2 minister dismiss
        """,
        "company",
        "company_head",
        "sport",
        "maybe",
        "reject",
        "denial",
    ),
    *_events(
        """
        state_rule 2 state_rule
        denial 2 hoax release company
        denial 2 hoax release company_head
        denial 2 hoax release trial
        resignation 1 minor_office resign
        resignation 1 company_head resign
        resignation 1 resign leader
        chief_executive 1 company_head appoint
        chief_executive 1 company_head dismiss
        mass_murder_verdict 2 verdict murder many
        verdict 1 verdict murder
        verdict 1 verdict leader
        verdict 1 verdict minister
        arrest 0 police arrest
        arrest 0 arrest murder
        arrest 0 arrest shots
        arrest 0 arrest blast
        arrest 0 arrest attack
        search 1 police search premises
        election 1 elect election
        death 2 die aged
        world_record 1 worldrecord
        prize 1 prize elect
        drug_trial 1 trial fail
        denial 0 denial
        """,
        "soft",
        "memory",
    ),
    # A decision is one only where nobody merely expects it; a bid, where it is made and not withdrawn or closed.
    *_events(
        """
        rate_decision 2 rate change
        rate_decision 2 rates change central_bank
        rate_decision 2 rates change lender
        """,
        "maybe",
        "analysts",
        "bid_step",
    ),
    *_events("devaluation 2 currency devalue", "maybe", "analysts", "speech"),
    *_events("takeover_bid 2 bid", "bid_step", "maybe", "dividend", "bond", "sport"),
    *_events("takeover_bid 2 offer per_share", "bid_step", "maybe", "dividend", "bond"),
    # Money: what moves a market at once.
    *_events(
        """
        bid_agreed 1 takeover accept
        bid_agreed 1 bid accept
        bid_step 1 bid bid_step
        bid_step 1 takeover bid_step
        bid_step 1 takeover company
        fund_frozen 2 fund freeze
        insolvency 2 insolvent file
        mass_dismissal 1 jobs cut_jobs
        intervention 1 currency intervene
        results 1 results
        dividend 1 dividend dividend_act
        trading_halt 1 trading trading_halt
        merger 1 merge company
        merger 1 merge accord
        rating 1 raters rating
        statistic 1 statistic moves
        statistic 1 statistic period
        bond_issue 0 bond issue
        credit 0 credit
        money_market 0 money_market central_bank
        money_market 0 money_market state
        export_sale 0 trade_act commodity tonnes
        price_change 0 price_act commodity change
        supply_pact 0 supply_pact bloc
        supply_pact 0 supply_pact commodity
        trade_sanction 0 sanction
        walkout 1 walkout workers
        buyback 0 buyback
        stake 0 stake company
        crop 0 crop commodity
        """,
    ),
)

TURNS = word_set(
    "arrest verdict mass_murder_verdict found_dead rescue resignation removal death head_of_state_dead bid_agreed"
)
"""Events that turn a story which did not have them: the missing are found, the suspect is arrested, the bid is agreed.
Neither an all-clear nor a denial is one."""
