### Every sentence that people see, in British English. Report and web page read this file.
### No figure is written here: numbers come in as $arguments, already formatted ($text) or as
### numbers to choose a form by ($number).

## Words and numbers

ordinal = { ORDINAL($number) ->
    [one] { $text }st
    [two] { $text }nd
    [few] { $text }rd
   *[other] { $text }th
}
areas = { $number ->
    [one] { $text } area
   *[other] { $text } areas
}
ranks = { $number ->
    [one] { $text } rank
   *[other] { $text } ranks
}
between = between { $low } and { $high }
none = none
no-figure = no figure
no-interval = no interval can be given

## The rule

rule = Of { $areas } { $plural }: { $cuts }. Shares are rounded { $rounding ->
    [floor] down
    [ceil] up
   *[nearest] to the nearest
}; ties at a cut count { $ties }.
rule-cut = the { $asked } with the highest { $index } { $number ->
    [one] is rank { $rank }
   *[other] are ranks { $first } to { $rank }
} ({ $score })
rule-score = score { $score } or more; { $tied ->
    [0] no ties at the cut
    [one] no ties at the cut
   *[other] { $tied } tied at the cut
}
rule-none-inside = none inside
lists-beside = Computed { $computed }, published { $published } ({ $title }); { $both } on both.
only-published = Published, not computed: { $names }.
only-computed = Computed, not published: { $names }.
name-margin = { $name }, margin { $margin }
list-is-published = The list shown is the published one ({ $title }), not the one that the rule gives.
overlap = { $number ->
    [one] { $text } area meets the rule, not on the published list, and so counts
   *[other] { $text } areas meet the rule, not on the published list, and so count
} in more than one group: { $names }.

## Beside what is published

agreement-title = { $index }, beside the published ranks
agreement-part = Part
agreement-areas = Areas
agreement-spearman = Correlation of ranks
agreement-exact = Same rank
agreement-median = Ranks apart, median
agreement-most = at most
agreement-tenth = Published highest tenth, also here
agreement-from = Taken as published
agreement-nothing = nothing
agreement-itself = itself, so it was not built
agreement-above = { $part } above it, so it was not built
agreement-many = { $text } parts
agreement-lacking = { $part } was not built. The data lack:
agreement-lacking-itself = { $part } was not built. The data lack what it is made from.

## One place

standing-unknown = Not known: an index has no score here, so it cannot be said whether it is { $group }.
standing-on = On the list of { $group }: { $ranks } inside the cut that decides.
standing-barred = Not on the list of { $group }: it is inside the cuts, but a rule keeps it out.
standing-near = Narrowly outside: { $ranks } short of the cut for { $group }.
standing-off = Not on the list of { $group }: { $ranks } outside the cut that decides.
place-published = { $on ->
    [yes] It is on the published list.
   *[no] It is not on the published list.
}
place-namesakes = Of the same name: { $names }.
place-on = { $index } ({ $ordinal } highest of { $of })
pushed = { $part } ({ $points })
pushes = On { $index }, { $up }, and { $down }.
pushed-up = it is pushed up most by { $parts }
pushed-by-nothing = nothing pushes it up
held-back = held back by { $parts }
held-by-nothing = nothing holds it back
and = { $first } and { $second }

## Findings: groups compared

share-of = { $rate } of { $whom } { $says } in { $group } ({ $between })
figure-of = { $title }: { $rate } in { $group } ({ $between })
against-ratio = { $ratio } times the { $kind ->
    [share] share
   *[figure] figure
} of { $other } ({ $rate })
against-plain = { $rate } in { $other }
finding-ratio = { $own }; that is { $against }.
finding-plain = { $own }, against { $against }.
finding-alone = { $own }.
no-finding = { $title }: no figure is public for { $group }.
held-back-finding = { $title }: the figure for { $group } is held back, because so few people are counted.
gap-not-clear = The difference from { $other } is not clear: larger areas drawn anew would give anything from { $low } to { $high } { $points }.
gap-clear-more = The figure is higher than that of { $other } by { $difference } { $points } ({ $between }).
gap-clear-less = The figure is lower than that of { $other } by { $difference } { $points } ({ $between }).
points = { $kind ->
    [percent] percentage points
    [plain] points
   *[other] { $unit }
}
in-rule = Part of how the list is made: { $parts }.
few-districts = Only { $text } districts hold such areas, so the interval is not to be relied on.
without-figure = { $number ->
    [one] { $text } area has no figure and is left out
   *[other] { $text } areas have no figure and are left out
}.
cells-without = { $number ->
    [one] { $text } cell of the published table holds no figure
   *[other] { $text } cells of the published table hold no figure
}{ $suppressed ->
    [yes] : held back by its publisher, which is not zero
   *[no] {""}
}.
group-is-empty = No area is in the group { $group }.

## What the intervals say

interval-districts = Intervals hold { $level } of what comes out when larger areas ({ $clusters }) are drawn anew: they say how far the difference between such groups of areas rests on which places they happen to be in.
interval-areas = Intervals hold { $level } of what comes out when areas are drawn anew.
england-twice = { $whole } is given twice: with the areas of the list, and without them.
pooled = Rates are pooled: all who are counted over all there are, never a mean of rates.

## Matched

matched-pairs = { $matched } of { $areas } areas of the list have a like. Other areas that serve: { $controls }; times that the most used of them serves: { $used }.
matched-survives = The difference stays
matched-gone = No longer clear
matched-turned = Turned round
matched-was-unclear = Not clear before either
matched-became-clear = Clear only after matching
matched-claims = Does the difference stay?
matched-claims-caption = Differences between areas of the list and { $other }, when each is set beside one that is alike
balance-note = Balanced means a difference below { $bound } of a standard deviation. Areas that are alike on a whole score may be unlike on its parts: who is better off on one part must be worse off on another.

## Verdicts

verdict-confirmed = Confirmed
verdict-not-confirmed = Not confirmed
verdict-contradicted = Contradicted
verdict-not-computable = Cannot be computed from public tables
verdict-held-back = Held back: it rests on a few people
verdict-figures = { $rate } against { $other } in { $group }
verdict-growth = the gap has changed by { $difference } ({ $between })
verdict-ratio = { $ratio } times ({ $between })

## What stands on pages

simulated = Simulated figures of an invented country.
sketch = An experimental sketch: it says how near such an index comes, and names no place.
agreement-chance = By chance alone ranks would not be correlated at all, and a tenth of a published tenth would be in the other.
relative = A rank says how a place stands beside others, not how its people live; it changes when others change.

## Groups as nouns

group-areas = { $title } areas
group-others = the rest of { $whole }

## Tables

group = Group
counted = Counted
of-all = Of
rate-heading = Figure
interval-heading = { $level } interval
difference-from = Difference from { $other }
group-of = { $group } ({ $areas })
gap-cell = { $difference } ({ $span })
gap-cell-times = { $difference } ({ $span }), ×{ $ratio }
slope-heading = Slope
relative-heading = Relative
slope-title = From the least to the most deprived
slope-note = All areas in the order of { $index }, a line drawn through them: what lies between its two ends is the slope index of inequality, and one end over the other the relative index. Outcomes that are a part of { $index } are left out, and groups have no order.
claim-heading = Claim
source-heading = Said by
verdict-heading = Verdict
figures-heading = Figures
note-heading = Note
people-heading = People
off-the-list = In none of its groups
design-heading = Design
outcome-heading = Outcome
matched-heading = Matched
controls-heading = Likes used
list-rate = On the list
like-rate = Their likes
matched-difference = Difference
plain-difference = Unmatched difference
after-matching = After matching
balance-part = Index or domain
balance-before = Before
balance-after = After
claims-title = What was claimed, and what the figures say
unseen-title = What this list does not see
better-title = Where the areas of the list do better than { $other }
better-none = On no outcome do the areas of the list clearly do better than { $other }.
matched-title = Like with like: { $design }
not-here = { $title } could not be computed: { $reason }.
unmatched-title = Areas without a like: { $names }

## The report: headings

report-subtitle = Who is “left behind”, how they fare, and how sure that is
report-summary = In short
report-why = Why the question is asked
report-index = What is in the { $index }
report-rule = The rule
report-map = Where they are
report-regions = How many are in which { $larger }
report-outcomes = How they fare
report-matched = Set beside areas that are alike
report-claims = What was claimed
report-unseen = What this list does not see
report-margins = Who is close to the line
report-published = The published list beside this one
report-method = Method
report-author = Made with leftbehind { $version }

## The report: the summary

summary-count = { $number ->
    [one] { $areas } area is
   *[other] { $areas } areas are
} on the list: { $share } of { $all }, with { $people } people, { $people-share } of all.
summary-areas-label = { $number ->
    [one] area
   *[other] areas
} on the list, of { $all }
summary-people-label = people who live there, { $share } of all
summary-near-label = { $number ->
    [one] area
   *[other] areas
} narrowly outside
summary-most = Most of them are in { $names }.
summary-place-share = { $name } ({ $number }, { $share } of its areas)
summary-better = They do better than { $other } on: { $titles }.
summary-verdicts = Claims that were checked: { $number }. Confirmed: { $confirmed }; not confirmed: { $not-confirmed }; contradicted: { $contradicted }; not to be computed from public tables: { $not-computable }{ $held-back ->
    [none] {""}
   *[other] ; held back: { $held-back }
}.
summary-doubt = The list is a line drawn through places that are much alike: { $nearest ->
    [one] { $near } area is
   *[other] { $near } areas are
} narrowly outside, and { $closest ->
    [one] { $close } of those on it is
   *[other] { $close } of those on it are
} as close to the line from within. Whoever uses it should look at both.

## The report: text

report-weights-caption = The parts of { $index } and their weights
report-weights-note = Weights as used; where they add up to a little less than all, they are not stretched.
report-starts = It is built here from { $starts }.
report-starts-indicators = It is built here from its indicators.
report-rule-caption = The rule as a picture
report-quadrant-caption = Every area by both indices, and the cuts
report-map-caption = Where the groups are
report-hexagons-caption = The same with every area as large as any other
report-hexagons-note = Small areas in towns hardly show on a map, and there most people live. Here each area is one hexagon, as near as there is room to where it is.
report-bivariate-caption = { $first } and { $second } together
report-regions-caption = Areas on the list by { $larger }
report-regions-misprint = { $source } prints { $printed } for { $name }; { $areas } of { $of } areas is { $share }.
report-regions-chart = The share of areas on the list, by { $larger }
report-outcomes-intro = Each figure is pooled over the people of a group. What takes part in the rule is marked: that the areas of the list are high on it is no finding.
report-gaps-caption = How far the areas of the list are from { $other }, on every share
report-slope-caption = Outcomes along the rank on { $index }
report-outcome-table = { $title }, by group
report-comparison-caption = { $theme }: each group beside { $whole }
report-matched-intro = Areas of the list may be worse off on an outcome simply because they are more deprived, or lie in other regions. So each is set beside one of { $other } that is alike. The designs were fixed before any result was looked at.
report-matched-caption = Outcomes by the design: { $design }
report-balance-caption = How alike the two sides are, before and after matching, by the design: { $design }
report-claims-intro = A claim is confirmed if the whole interval of the difference is on its side, contradicted if all of it is on the other side, and not confirmed if the interval reaches over.
report-claims-caption = Claims and figures
report-unseen-intro = Most people in need live elsewhere. This is of whom the list and the other groups hold what share.
report-unseen-caption = Shares of people by group
report-margins-intro = { $number ->
    [one] { $near } area is
   *[other] { $near } areas are
} outside the line by { $width } or less. Scores here differ from those inside by little; another year’s figures or another weight may put a place on the list.
report-margins-caption = The last on the list and the nearest outside it
report-margins-table = Near misses, nearest first
report-method-index = { $index }: { $text }
report-caution = A rank says how a place stands beside others, not how its people live. It changes when others change. Nobody should read from the list what a person in a place is like.
report-table-source = { $title } ({ $publisher }, { $date })
report-licence = { $licence }: { $notice }
corrections = Known errors of published editions; none is silently mended
correction-shown = Error in a published edition, left as it is. { $title }: { $wrong } { $effect } { $treatment }
correction-applied = Error in a published edition, corrected because the study asks for it. { $title }: { $wrong } { $effect }
correction-known = { $title } ({ $tables }): { $wrong } { $effect } Found: { $found }.
names-more = { $names } and { $text } more

## The page on one place

place-subtitle = { $larger }
place-standing = Where it stands
place-strip-caption = Its place among all, on each index and domain
place-waterfall-caption = What lifts it and what holds it back on { $index }
place-outcomes = How people fare there
place-outcomes-caption = Its figures beside those of its group, { $other } and { $whole }
place-outcomes-note = Intervals of the place are for the chance in its own counts (Wilson’s for shares, Byar’s for rates); they grow as its people are fewer.
place-neighbours = Beside it on the list
place-neighbours-caption = The areas next to it in the order of the list
place-here = Here
place-interval = { $level } interval
district-subtitle = The areas of { $name } and “left behind”
district-count = { $listed ->
    [0] None of its { $all } areas is on the list.
    [one] One of its { $all } areas is on the list.
   *[other] { $text } of its { $all } areas are on the list.
}
district-near = { $near ->
    [0] None is narrowly outside.
    [one] One is narrowly outside.
   *[other] { $text } are narrowly outside.
}
district-people = { $people } people live in its areas on the list, { $share } of its people.
district-areas-caption = Its areas, the deepest inside the rule first
district-outcomes-caption = Its people beside the country
district-of-whole = How its people fare
code-heading = Code
name-heading = Name
group-heading = Group
rank-on = Rank on { $index }
margin-heading = Ranks inside
domain-heading = Domain
contribution-heading = Adds to score
average-heading = Against average
listed-heading = Published
share-heading = Share
of-heading = Of

## Maps

map-groups-title = { $number } { $areas } are { $group }
map-groups-subtitle = { $areas } by group
map-value-subtitle = { $areas } in { $number } classes by { $method ->
    [quantile] quantile: as many in each
    [equal] equal steps
   *[ckmeans] natural clusters (ckmeans): the least spread inside each
}
map-bivariate-title = { $first } and { $second } together
map-bivariate-subtitle = { $areas } by thirds of each index; the darkest corner is the highest third of both
map-hexagons-subtitle = { $subtitle }; one hexagon each, as near as there is room to where it is
map-no-figure = No figure
map-without = { $number ->
    [one] { $text } area has no polygon and is not drawn
   *[other] { $text } areas have no polygon and are not drawn
}: { $names }.
map-not-here = There is no map: the polygons of the areas could not be had where this report was made.
map-drawn = Lines simplified to { $metres } m.
map-repaired = { $number ->
    [one] { $text } polygon was mended
   *[other] { $text } polygons were mended
}.
map-gaps = { $number ->
    [one] { $text } polygon had
   *[other] { $text } polygons had
} an edge that does not meet its neighbour’s; they were made to meet{ $changed ->
    [0] {""}
    [one] , and one changed its area by more than { $share }
   *[other] , and { $changed } changed their area by more than { $share }
}.
map-class = { $low } to { $high }
map-rightwards = To the right: higher { $index }
map-upwards = Upwards: higher { $index }
map-alt-groups = Map of { $whole }: { $counts }. { $most }
map-alt-most = Most areas of the list are in { $names }.
map-alt-value = Map of { $whole } by { $title }, from { $low } to { $high }, in { $number } classes.
map-alt-bivariate = Map of { $whole } by { $first } and { $second }: { $number } { $areas } are in the highest third of both.
map-source = Boundaries: { $title }. { $licence }

## Charts: what ranks mean

chart-rank = { $kind ->
    [deprived] { $ordinal } most deprived of { $number }
    [need] { $ordinal } highest need of { $number }
   *[other] { $ordinal } highest of { $number }
}
chart-among = { $kind ->
    [deprived] { $asked } most deprived
    [need] { $asked } with highest need
   *[other] { $asked } highest on { $index }
}
chart-most = { $kind ->
    [deprived] most deprived { $areas }
    [need] { $areas } with highest need
   *[other] { $areas } highest on { $index }
}
chart-areas = areas
chart-all-areas = all { $areas }
chart-people-millions = { $text } million people
chart-people = { $number ->
    [one] { $text } person
   *[other] { $text } people
}

## Charts: what stands around every chart

chart-sources = Sources:
chart-source = Source:
chart-residents = residents
chart-simulated = Simulated figures; no real place.
chart-none = –

## Charts: the rule

chart-rule-finding = { $listed } of { $all } { $areas } are among both the { $first } and the { $second }
chart-rule-finding-other = { $listed } of { $all } { $areas } are on the list
chart-rule-subtitle = Number of { $areas }, share of all { $all }, and their residents
chart-rule-alt = Of { $all } { $areas }:
chart-rule-alt-group = { $group }: { $number } ({ $share }{ $people ->
    [none] {""}
   *[other] , { $people }
})
chart-rule-others = All others
chart-without-score = { $text } { $areas } lack a score on an index and are in no group.
chart-in-no-group = { $text } { $areas } are in no group.

## Charts: two indices

chart-quadrant-finding = { $share } of the { $most } are also among the { $second }
chart-quadrant-subtitle = Scores of { $number } { $areas } on two indices; { $dotted ->
    [yes] each dot is one of the { $areas } in a group, each square counts others, the more solid the more
   *[no] each square counts { $areas }, the more solid the more
}. Lines: where the cuts are
chart-quadrant-alt = Scatter of { $number } { $areas }: { $across } from left to right, { $up } upwards. The { $first } score { $first_score } or more, the { $second } { $second_score } or more.
chart-quadrant-without = { $text } { $areas } lack a score and are not drawn.
chart-axis = { $index }, score
chart-group-number = { $group }: { $text }

## Charts: how scores are spread

chart-strips-finding = Half of the { $group } { $areas } score { $middle } or more; half of { $other }: { $other_middle } or more
chart-strips-finding-alone = Half of the { $group } { $areas } score { $middle } or more
chart-strips-finding-none = No { $areas } are in the group { $group }
chart-strips-subtitle = { $index }, score: share of the { $areas } of each group at each score, each strip to its own highest. Ring and figure: the middle one; thick line: the middle half
chart-strips-alt = { $index } by group.
chart-strips-alt-group = { $group }: { $number } { $areas }, the middle one { $middle }, half of them between { $low } and { $high }
chart-strips-alt-none = { $group }: no { $areas }
chart-part-of = { $index }, { $part }
chart-cut = the cut: { $score }
chart-cut-note = Dashed line: the { $among } score { $score } or more.

## Charts: larger areas

chart-by-finding = { $name } has the highest share: { $number } of { $of } { $areas }, { $share }
chart-by-finding-none = There are no { $areas } in this group: { $group }
chart-by-subtitle = { $group }: share of the { $areas } of each of the { $larger }, and how many of how many
chart-by-alt = { $group }, { $areas } by { $larger }:
chart-by-alt-whole = { $whole }: { $number } of { $of } ({ $share }).
chart-by-alt-row = { $name } { $number } of { $of } ({ $share })
chart-by-count = { $number } of { $of }
chart-by-most = The { $shown } { $larger } with the most, of { $all }.
chart-by-published = Rings: the published list ({ $title }).
chart-whole = { $whole } { $figure }

## Charts: weights

chart-weights-finding = { $parts } count for { $share } together
chart-weights-finding-equal = Each of the { $number } parts counts for { $share }
chart-weights-finding-one = { $part } is all that counts
chart-weights-subtitle = { $index }: weight of each part, % of all weights
chart-weights-alt = Weights of { $index }:
chart-and = { $first } and { $second }

## Charts: one place

chart-waterfall-finding = { $place }: { $rank }{ $up ->
    [none] {""}
   *[other] , lifted most by { $up }
}{ $down ->
    [none] {""}
   *[other] , held back most by { $down }
}
chart-waterfall-subtitle = { $index }: points that each part adds to the score, against the average of the { $areas }
chart-waterfall-alt = { $place } scores { $score } on { $index }, the average area { $average }.
chart-waterfall-average = Average of { $areas }
chart-ranks-finding = { $place }: { $ranks }
chart-ranks-subtitle = Place among all { $areas }, from the first on the left to the last on the right. Short lines: where the rule cuts
chart-no-rank = no rank

## Charts: around the cut

chart-margins-finding = The last on the list is { $inside ->
    [0] at the cut
   *[other] { $inside_ranks } inside the cut
}, the nearest outside { $outside_ranks } short of it
chart-margins-finding-none = No { $areas } are on the list or near it
chart-margins-finding-side = All { $areas } around the cut are { $inside ->
    [yes] on the list
   *[no] narrowly outside
}
chart-margins-subtitle = Ranks inside the cut that decides (right) or short of it (left): on the list, { $inside } of { $listed }; narrowly outside, { $outside } of { $near }
chart-margins-alt = Ranks inside the cut, { $areas } around it:
chart-margins-alt-none = No { $areas } are on the list or near it.
chart-margins-short = short of the cut
chart-margins-inside = inside
chart-margins-published = Rings: on the published list.
chart-place-in = { $place }, { $larger }

## Charts: groups side by side

chart-compare-finding = { $group } areas do less well than { $whole } on { $less } of { $number ->
    [one] { $text } outcome
   *[other] { $text } outcomes
}
chart-compare-finding-plain = Groups compared on { $number ->
    [one] { $text } outcome
   *[other] { $text } outcomes
}
chart-compare-subtitle = Dots: figures by group; bars: their intervals; thin line: { $whole }. Each panel has its own scale
chart-compare-alt = { $title }{ $unit ->
    [none] {""}
   *[other] {" "}({ $unit })
}:
chart-row = { $group } { $figure }
chart-held-back = held back
chart-share-of = % of { $whom }
chart-median = of the middle person
chart-not-from-zero = scale not from zero

## Charts: differences

chart-gaps-finding = { $group }: less favourable than { $other } on { $less } of { $number ->
    [one] { $text } outcome
   *[other] { $text } outcomes
}, more favourable on { $more }
chart-gaps-subtitle = { $group } less { $other }, with intervals. Rose: less favourable; teal: more favourable; grey: unclear, or neither
chart-gaps-alt = { $group } less { $other }.
chart-gaps-alt-row = { $title }: { $difference }{ $unit ->
    [none] {""}
   *[other] {" "}{ $unit }
}{ $low ->
    [none] {""}
   *[other] , between { $low } and { $high }
}{ $times ->
    [none] {""}
   *[other] {" "}({ $times })
}.
chart-gaps-head = Difference{ $unit ->
    [none] {""}
   *[other] , { $unit }
}
chart-gaps-zero = as in { $other }
chart-gaps-without = { $number ->
    [one] { $text } outcome without a figure is not drawn
   *[other] { $text } outcomes without a figure are not drawn
}.
chart-points = percentage points
chart-score-points = points of the score
chart-times = { $ratio } times
chart-rest-of = the rest of { $whole }

## Charts: how sharp the line is

chart-line-finding = { $firm } of the { $listed } { $areas } on the list are firmly on it; { $number ->
    [0] none is close to the line
    [one] { $near } is close to the line
   *[other] { $near } are close to the line, on either side
}
chart-line-key = { $standing ->
    [on] firmly on the list: { $number }
    [off] firmly off it: { $number }
   *[near] close to the line: { $number }
}
chart-line-none = No { $areas } are near the line.
chart-caterpillar-subtitle = The { $number } { $areas } that some version puts on the list or that are narrowly outside it{ $own ->
    [line] . Each stroke: the ranks of one of them, from { $low } to { $high } of the versions; light line: in the study
    [dots] . Each bar: the ranks of one of them, from { $low } to { $high } of the versions; dot: in the study, filled if on the list
   *[none] {""}
}
chart-caterpillar-shares = On the list in so many of { $hundred } versions
chart-caterpillar-ranks = { $index }: ranks
chart-caterpillar-cut = cut: rank { $rank }
chart-caterpillar-thinned = Each { $every } of the { $areas } is drawn as a stroke; there is no room for more.
chart-caterpillar-alt = { $index }: half of the places close to the line have intervals of { $long } ranks or more; the cut is at rank { $rank }.
chart-nearest-finding = { $number ->
    [0] No { $areas } are in doubt
   *[other] { $listed } of the { $text } { $areas } nearest to the line are on the list
}
chart-nearest-subtitle = Bar: ranks from { $low } to { $high } of the versions; dot: rank in the study, filled if it is on the list. On the right: on the list in so many versions
chart-nearest-alt = Nearest to the line, { $areas } and in how many versions they are on the list:

## Charts: all combinations of choices

chart-multiverse-finding = { $sizes ->
    [same] All { $text } ways to make the list give the same { $high } { $areas }
    [alike] { $text } ways to make the list: { $high } { $areas } in each; the overlap with the study’s own goes down to { $least }
   *[apart] { $text } ways to make the list: { $low } to { $high } { $areas }; the overlap with the study’s own goes down to { $least }
}
chart-multiverse-subtitle = Each column: one combination of the choices below, { $order ->
    [size] from the shortest list to the longest
   *[overlap] from the most to the least like the study’s own
}. Overlap: of the areas on its list or the study’s own, the share that are on both
chart-multiverse-own = the study’s own: { $number } { $areas }
chart-multiverse-other = other choices
chart-multiverse-size = Areas on the list
chart-multiverse-overlap = Overlap with the study’s own list
chart-multiverse-rest = { $number } other choices
chart-multiverse-least = Least like the study’s own: { $choices }, with { $size } { $areas } and an overlap of { $overlap }.
chart-multiverse-means = Mean overlap by choice:
chart-multiverse-by = { $option } ({ $means })

## Charts: what moves the list

chart-influence-finding = What moves the list most: { $first }
chart-influence-finding-held = { $same ->
    [yes] What moves the list most, with the threshold free or held: { $first }
   *[no] What moves the list most: { $first }; with the threshold held: { $second }
}
chart-influence-finding-none = Nothing that is in doubt moves the list
chart-influence-subtitle = Of the variance of the overlap with the study’s own list, the share that each choice makes
chart-influence-alone = alone
chart-influence-together = with others
chart-influence-held = held
chart-influence-note = { $number } versions of the study, weights with concentration { $concentration }.
chart-influence-cut = What reaches beyond the axis is cut off at its end.
chart-influence-shares = { $source } { $alone } alone, { $together } with others
chart-influence-alt = { $threshold ->
    [free] With the threshold free:
    [held] With the threshold held:
   *[none] Shares of the variance:
}

## Charts: balance

chart-balance-finding = After matching { $after } of { $number } scores are alike, before it { $before }
chart-balance-subtitle = Mean of the areas less mean of their likes, in standard deviations. Rings: before matching; dots: after. Between the dashed lines, ±{ $bound }, they are alike
chart-balance-alt = Standardised differences before and after matching.
chart-balance-alt-row = { $title }: { $before }, then { $after }
chart-before = before
chart-after = after

## Export: what goes with every file

about-title = What this is
about-rule = The rule
about-method = Method
about-empty = Empty cells
about-empty-text = An empty cell means that there is no figure: it is missing, or its publisher holds it back. It never means zero.
about-small = Small counts
about-small-text = Counts of the user’s own data below { $smallest } are held back, and so are those that would give them away. The own counts of single areas are left out.
about-terms = Terms
about-polygons = Polygons
about-sources = Sources
about-made = Made with
terms-accepted = Terms accepted: { $licence }. { $notice }
terms-withheld = Withheld, as the terms are not clear: scores, ranks and margins of { $indices }, and all other values of { $tables }. { $notices } If you have the right to hand them on: { $options }
polygons-none = There is no GeoPackage: { $reason }.
polygons-of = { $title }: { $number } polygons, in full detail.
polygons-met = { $number } had an edge that does not meet its neighbour’s; they were made to meet, and { $changed } changed their area by more than a twentieth.
polygons-without = Without a polygon, so not in the GeoPackage: { $names }.

## Export: sheets

sheet-areas = Every area that was judged: scores, ranks, groups, larger areas
sheet-groups = Areas and people of each group
sheet-places = Places of the user's own, by two rules of inclusion
sheet-cuts = Where the rule cuts each index
sheet-parts = The domains of each index by area
sheet-by = Areas of each group by { $larger }
sheet-comparison = Outcomes by group, with intervals and differences
sheet-claims = Claims of others and what became of them
sheet-matched = Areas of the list beside areas that are alike, by design
sheet-balance = How alike those are, before and after matching
sheet-outcomes = What was counted in each area, and of how many
sheet-agreement = What was built beside what was published, node by node
sheet-nodes = { $index } where it was published, node by node

## Export: columns

unit-people = people
unit-points = points of the score
unit-ranks = ranks
field-area = Code of the area
field-name = Name
field-people = People who live there
field-in = Whether it is in the group { $group }
field-group = Group
field-margin = Ranks inside the cut that decides; below zero: outside
field-place = Place of the user's own
field-rule = Which small areas count: wholly by best fit, or with the share of their people
field-areas-whole = Small areas that are wholly in it
field-areas-part = Small areas that are in it in part
field-covered = Share of its extent that is in small areas with figures
field-on-list = Share of its people who live in areas on the list
field-near-miss = Whether it is narrowly outside
field-published = On the published list, or how many are
field-larger = { $kind ->
    [name] Name
   *[code] Code
} of the larger area it lies in: { $larger }
field-index-score = Score on { $index }
field-index-rank = Rank on { $index }, the highest need first
field-index-cut = Score at the cut on { $index }
field-index-known = Share of its people who have a score on { $index }
field-index-decile = Tenth of all areas on { $index }, the highest need first
field-index-margin = Ranks inside the cut on { $index }; below zero: outside
field-index-score-margin = Score above the cut on { $index }; below zero: under it
field-part-value = Value of { $part }, a part of { $index }
field-part-rank = Rank on { $part }, a part of { $index }
field-part-contribution = Points that { $part } adds to the score on { $index }
field-node-score = Score of { $node }
field-node-rank = Rank of { $node }, the highest need first
field-node-decile = Tenth of all areas on { $node }
field-node-standardised = { $node }, standardised as the recipe says
field-node-transformed = { $node }, its rank transformed as the recipe says
field-index = Index
field-asked = Share or number that the rule asks for
field-areas = Areas
field-rank = Last rank inside the cut
field-score = Score of the last area inside the cut
field-tied = Areas that tie at the cut
field-of = Of how many
field-share = Share of the areas
field-outcome = Name of the outcome
field-title = Title
field-areas-without = Areas without a figure, left out
field-districts = Larger areas that hold such areas
field-count = How many were counted
field-rate = Figure
field-low = Lower end of its interval
field-high = Upper end of its interval
field-suppressed = Whether the figure is held back
field-difference = Difference
field-ratio = Ratio
field-ratio-low = Lower end of the interval of the ratio
field-ratio-high = Upper end of the interval of the ratio
field-to = { $what }, against { $other }
field-claim = Claim
field-said-by = Who said so
field-verdict = Verdict
field-figures = Figures behind it
field-note = Note
field-design = Design
field-matched = Areas that have a like
field-controls = Areas that serve as likes
field-most-used = How often one of them serves at most
field-control-rate = Figure of the likes
field-plain = Difference without matching
field-plain-low = Lower end of its interval
field-plain-high = Upper end of its interval
field-part = Index or domain
field-before = Difference before matching, in standard deviations
field-after = Difference after matching, in standard deviations
field-node = Node or indicator of the recipe
field-spearman = Correlation of the ranks, built and published
field-exact = Areas whose two ranks are the same
field-median-off = Ranks between the two, in the middle
field-max-off = Ranks between the two, at most
field-tenth = Share of the published highest tenth that is in the built one too
field-starts-from = Nodes that were taken as published, and not built
field-not-in-data = Columns that the recipe would read and the tables of the index do not hold
field-outcome-count = { $title }: how many were counted, or the sum over people
field-outcome-of = { $title }: of how many

## The explorer

site-fixed-index = The weights of { $index } cannot be moved here: it is put together by { $how }, which is no weighted sum.
site-fixed-group = The rule of { $group } cannot be moved here: it asks for more than ranks.
since-from-folder = What made places enter or leave was not worked out when this page was published: both studies have to be named for that, and run anew.
since-no-causes = What made places enter or leave cannot be told: { $why }.
since-too-many = What made places enter or leave cannot be told: the two studies differ in too many ways.

## The explorer

web-sentence = { $moved ->
    [yes] With your settings, { $number ->
        [one] { $text } of { $of } { $areas } is
       *[other] { $text } of { $of } { $areas } are
    } on the list.
   *[no] { $number ->
        [one] { $text } of { $of } { $areas } is
       *[other] { $text } of { $of } { $areas } are
    } on the list.
}
web-named = { $name }, { $larger }
web-named-within = { $name }, in { $within }, { $larger }
web-relative = Ranks are relative: a place can move because others did, with nothing changed there.
web-tools = Tools
web-panel = Place, list and what if
web-tab = { $name ->
    [place] Place
    [list] List
   *[what-if] What if
}
web-skip-map = Skip the map
web-height = Height of this sheet: { $height ->
    [low] low
    [high] high
   *[middle] middle
}. Press to change it.
web-theme = Colours: { $name ->
    [light] light
    [dark] dark
   *[auto] as the system
}
web-share = Share
web-about = About
web-help = Help
web-close = Close
web-print = Print
web-copy = Copy
web-copied = Copied.
web-not-copied = The browser does not let this page copy. Select the text and copy it yourself.
web-open-whole = Open the whole explorer
web-trouble-file = { $trouble ->
    [missing] The file { $file } could not be loaded: it is missing, or the connection broke off.
   *[broken] The file { $file } is broken. Ask whoever published this page to publish it again.
}
web-trouble-map = The map could not be drawn: the browser has no WebGL, or switched it off.
web-list-works = The list and the search work without it.
web-figures-loading = Loading figures …

web-find = Find a place
web-find-hint = Name, code, district or postcode
web-search-loading = Names are still loading …
web-nothing-found = Nothing is called that. Try fewer letters, or a district.
web-postcode-unknown = This postcode is not among those that are built in.
web-postcodes-none = Postcodes are not built into this page. Try the name of the place or its district.
web-no-group = In no group

web-measure = Colour the map by
web-measure-groups = Groups
web-measure-both = { $first } and { $second } together
web-measures-rule = The rule
web-measures-indices = Indices
web-measures-outcomes = Outcomes
web-measures-own = Your own figures
web-tenth = { $kind ->
    [deprived] { $tenth ->
        [1] Most deprived tenth
        [10] Least deprived tenth
       *[other] Tenth { $text }, from the most deprived
    }
    [need] { $tenth ->
        [1] Tenth with highest need
        [10] Tenth with lowest need
       *[other] Tenth { $text }, from the highest need
    }
   *[other] { $tenth ->
        [1] Highest tenth
        [10] Lowest tenth
       *[other] Tenth { $text }, from the highest
    }
}
web-thirds = { $first }: third { $right } of three; { $second }: third { $up } of three
web-class-from = { $low } to { $high }
web-class-above = above { $low }, to { $high }
web-without = { $number ->
    [one] { $text } without a figure
   *[other] { $text } without a figure
}: { $areas } with gaps in the published tables.

web-map = Map
web-map-canvas = Map to move and zoom
web-map-loading = Loading the map …
web-map-description = Map of { $whole } coloured by { $title }.
web-map-class = { $label }: { $text }.
web-map-instead = The list beside the map says the same in words; arrow keys move the map.
web-zoom-in = Nearer
web-zoom-out = Further away
web-zoom-whole = Show all
web-hexagons = Hexagons
web-hexagons-mean = Every place as large as any other

web-no-place = Choose a place on the map or in the list, or search for one.
web-no-such-place = There is no place with the code { $code } here.
web-moved = { $now ->
    [in] With your settings it enters the list; in the study it is not on it.
   *[out] With your settings it leaves the list; in the study it is on it.
}
web-pin = { $pinned ->
    [yes] Unpin
   *[no] Pin to compare
}
web-unpin = Remove
web-beside = Beside it: { $name }.
web-beside-rank = beside it: { $rank }
web-why = Why it is in or out
web-cuts-caption = Rank on each index of the rule, where the cut lies, and how far from it the place is
web-index = Index
web-rank = Rank
web-cut = Cut
web-margin = Margin
web-margin-words = { $side ->
    [inside] { $ranks } inside
   *[outside] { $ranks } outside
}
web-domains = Where it stands on each domain
web-outcomes = How people fare
web-outcomes-caption = Outcomes of the place beside those of groups and larger areas
web-figure = Figure
web-here = Here
web-other-place = Beside it
web-caveats = Sources, and what to know about these figures
web-similar = Most like it
web-similar-how = Places whose ranks on all { $text } domains together are nearest to those of this place.

web-sure-heading = How sure the list is
web-measure-sure = { $setting ->
    [wide] How sure, with more doubt (concentration { $concentration })
   *[narrow] How sure (concentration { $concentration })
}
web-sure = { $standing ->
    [on] Firmly on the list
    [near] Close to the line
   *[off] Firmly off the list
}: on the list in { $narrow } versions we tried with weights close to the study’s own (concentration { $little }), and in { $wide } with weights further away (concentration { $more }).
web-sure-choice = Versions are choices of method, not chances.
web-sure-published = The versions are of the study as published: your settings do not change them.
web-sure-step = { $standing ->
    [on] Firmly on the list: in { $from } of { $hundred } versions or more
    [off] Firmly off the list: in { $to } of { $hundred } or fewer
   *[near] Close to the line: in { $from } to { $to } of { $hundred }
}
web-sure-of = { $text } versions of the study were tried, with weights { $setting ->
    [wide] further from its own
   *[narrow] close to its own
}. Versions are choices of method, not chances.
web-sure-column = How sure
web-sure-wide = with more doubt:
web-sure-settings = How sure: concentration { $narrow }, and below it { $wide }
web-sure-list = In how many versions we tried a place is on the list: of { $text } versions with weights close to the study’s own (concentration { $narrow }), and below it of as many with weights further away (concentration { $wide }). Versions are choices of method, not chances.
web-sure-close = Close to the line are places on the list in more than { $low } and fewer than { $high } of { $hundred } versions.
web-sure-file = probability is the share of { $text } versions of the study that put the place on the list, with weights close to its own (concentration { $narrow }); probability_wide is the same with weights further away (concentration { $wide }); the seed of the draws is { $seed }. Versions are choices of method, not chances, and they are of the study as published, whatever the settings.
web-sure-untried = Choices of method that the study also puts in doubt were left as they are: { $options }.
web-sure-panel = Weights of { $indices } were drawn around the study’s own, not from the panel of experts that it names.
web-spread = { $low } to { $high } in nine of ten versions

web-kinds-heading = Kinds of neighbourhood
web-kinds-measure = Kind of neighbourhood
web-kinds-label = { $standing ->
    [listed] Kind { $kind }: { $name }
   *[carried] Nearest to kind { $kind }, { $name }; not on the list
}
web-kinds-none = Other places, which have no kind
web-kinds-lacks = On the list, no kind: a figure is missing
web-kinds-hatched = Hatched: “{ $others }”, not on the list, by the kind they are nearest to
web-kinds-short = Kind { $kind }
web-kinds-nearest = Nearest to { $kind }
web-kinds-place-heading = Its kind of neighbourhood
web-kinds-place = { $typical } of the areas of this kind are no nearer to its middle. The second-best kind is { $kind }, { $name }.
web-kinds-within = Of the parts of this kind it is in { $kind }: { $name }.
web-kinds-carried = It is not on the list: this is the kind of the list that it is nearest to.
web-kinds-beyond = It is further from the middle of this kind than any area on the list, so the kind fits it badly.
web-kinds-place-lacks = It lacks a figure, so it has no kind.
web-kinds-place-outside = { $carried ->
    [no] It is not on the list, so it has no kind.
   *[yes] It is neither on the list nor among “{ $others }”, so it has no kind.
}
web-kinds-portrait = What this kind is like
web-kinds-similar-how = Places anywhere that are nearest to this one in the figures that kinds are made from, { $text } in all.
web-kinds-alike = Both stand out by { $first }.
web-kinds-alike-two = Both stand out by { $first } and { $second }.
web-kinds-apart = They differ most in { $title }.
web-kinds-filter = Kind
web-kinds-any = Any kind
web-kinds-file = kind is the kind of neighbourhood of a place on the list{ $carried ->
    [no] {""}
   *[yes] , and of one of “{ $others }” the kind that it is nearest to
}; kind_name is its proposed name; typical is the share of the listed places of the kind that are no nearer to its middle. Kinds are of the study as published, whatever the settings.

web-since-heading = Beside another list
web-since-measure = { $kind ->
    [moves] What changed since { $short }
   *[share] Where the list of { $short } was
}
web-since-state = { $state ->
    [stayed] Stayed on the list
    [entered] Entered the list
    [left] Left the list
   *[neither] On neither list
}
web-since-share = { $kind ->
    [all] All of its people in areas of that list
    [most] Half of its people or more
    [some] Fewer than half of its people
   *[none] None of its people
}
web-since-sentence = Since { $short }, { $stayed } stayed on the list, { $entered } entered and { $left } left.
web-since-carried = { $share } of the people in areas of this list live in areas that were on the list of { $short }.
web-since-nobody = It cannot be said how much of this list was on that of { $short }.
web-since-published = This is about the study as published: your settings do not change it.
web-since-now = now
web-since-place = { $kind ->
    [inside] on the list, { $ranks } inside the cut that decides.
    [on] on the list.
    [outside] not on the list, { $ranks } outside the cut that decides.
    [off] not on the list.
    [all] all of its people live in areas that were on that list.
    [part] { $share } of its people live in areas that were on that list.
    [none] none of its people live in areas that were on that list.
   *[unknown] not known: that list has no answer here.
}
web-since-moved = { $state ->
    [entered] It has entered the list since.
   *[left] It has left the list since.
}
web-since-single = All of the move is because of one change: { $cause }.
web-since-split = What each change adds to the move, averaged over all orders in which they can be made. Below zero, a change works against it.
web-since-part = Part of the move
web-since-whole = The whole move
web-since-compare = What can be compared, and what cannot
web-since-column = Since { $short }
web-since-before = List of { $short }
web-since-file = { $kind ->
    [moves] { $column } says whether the place stayed on the list, entered it, left it or was on neither since: { $title }
   *[share] { $column } is the share of its people who live in areas on the list of: { $title }
}.

web-show = Show
web-where = Where
web-order = In order of
web-backwards = { $title }, from the other end
web-filter-text = Words in the name
web-filter = { $name ->
    [near] Narrowly outside
    [close] Close to the line
    [entered] Enters with your settings
    [left] Leaves with your settings
   *[any] All
}
web-rows = { $number ->
    [one] { $text } place.
   *[other] { $text } places.
}
web-list = List of places
web-list-caption = Places, rank on each index{ $sure ->
    [yes] , margin and how sure it is
   *[no] {""} and margin
}; press a heading to sort
web-place = Place
web-in = in { $within }
web-was = was { $rank }
web-no-rows = No place fits. Ask for less.
web-pages = Pages of the list
web-page = Page { $page } of { $of }
web-before = Before
web-after = Next
web-csv = Save as CSV
web-geojson = Save as GeoJSON
web-note-moved = The list was made with the reader's own settings: { $query }
web-note-columns = Columns: area is the code of the place; the larger areas it lies in follow with code and name; group is its group with these settings and group_in_study that of the study; ranks begin with the highest need; margin counts ranks inside the cut that decides, below zero outside; an empty cell means that there is no figure. Points in GeoJSON lie inside the area.

web-own = Your own figures
web-own-text = Load a CSV file with a column of area codes. It is joined here in the browser and never sent anywhere.
web-own-file = File
web-own-joined = { $number ->
    [one] { $text } row of { $file } was joined.
   *[other] { $text } rows of { $file } were joined.
}
web-own-unmatched = { $number ->
    [one] { $text } row fits no area of this study:
   *[other] { $text } rows fit no area of this study:
}
web-own-repeated = { $number ->
    [one] { $text } row repeats an area; the first was kept:
   *[other] { $text } rows repeat an area; the first was kept:
}
web-own-row = row { $line }: { $text }
web-own-remove = Remove
web-own-trouble = { $refusal ->
    [too-large] { $file } is too large for a table of areas.
    [no-rows] { $file } has no rows below its heading.
    [no-codes] No column of { $file } holds codes of these areas, which look like { $example }.
   *[no-figures] { $file } has codes but no column of numbers.
}

web-what-if = { $moved ->
    [yes] { $text } on the list: { $enter } enter, { $leave } leave.
   *[no] { $text } on the list. Move a slider to ask otherwise.
}
web-reset = Back to the study’s own (key “zero”)
web-weights = Weights: { $index }
web-cuts = Thresholds
web-cut-told = the highest { $share }: ranks to { $rank }
web-and-or = Which conditions must hold
web-needed = { $needed ->
    [any] any one of them is enough
   *[all] all of them must hold
}
web-slider-moved = , moved
web-moves = { $what ->
    [entered] { $number ->
        [one] { $text } enters
       *[other] { $text } enter
    }
   *[left] { $number ->
        [one] { $text } leaves
       *[other] { $text } leave
    }
}
web-moves-all = All { $text } in the list
web-margin-now = margin { $margin }

web-share-text = The address holds all that you see: place, measure, list and settings. Figures of your own are not in it.
web-share-address = Address
web-share-frame = To show it inside another page
web-sources = Sources
web-help-text = Colours show where places stand; the list says the same in words. Choose a place to see why it is in or out. Move a slider under “What if” and map, list and counts follow.
web-key = { $at ->
    [0] find a place
    [1] go through the list or the places found
    [2] close a place
    [3] back to the study’s own weights and thresholds
   *[other] this help
}

## Doubt

doubt-versions = { $text } versions of the study were tried, twice: with weights close to its own (concentration { $narrow }) and with weights further away (concentration { $wide }).
doubt-versions-once = { $text } versions of the study were tried (concentration { $narrow }).
doubt-versions-alike = { $text } versions of the study were tried, all with its own weights.
doubt-weights = Weights of { $index }, in nine of ten versions:
doubt-weight = { $part } { $low } to { $high } (study { $own })
doubt-shares = The rule asked for { $low } to { $high } of all areas.
doubt-option = { $option }: { $choices }.
doubt-chance = The counts of { $indices } were drawn anew as chance may have had them.
doubt-rank-error = There were too many ranks to keep them all: the ends of intervals may be off by { $error } ranks.
doubt-size = The list had { $mean } areas on average ({ $low } to { $high }; study { $own }). Beside the study’s own, { $entries } entered and { $exits } left on average; the overlap of the two lists (Jaccard) was { $jaccard }.
doubt-levels = On the list in at least half of the versions: { $half }; in { $most } of { $hundred }: { $eighty }; in { $nearly } of { $hundred }: { $firm }.
doubt-standing = Firmly on the list: { $on }. Close to the line: { $near }, of which { $listed } are on the study’s list. All others are firmly off it.
doubt-nearest = Nearest to the line
doubt-of-hundred = { $text } of { $hundred }
doubt-place = Place
doubt-listed = In the study
doubt-listed-answer = { $on ->
    [yes] on the list
   *[no] not on it
}
doubt-narrow = On the list in
doubt-wide = With more doubt in
doubt-rank = { $index }: rank
doubt-interval = { $low } to { $high } (study { $own })
doubt-meaning = { $by ->
    [chance] Chance is in the counts alone here: “in { $most } of { $hundred }” is how likely a place is to be on the list that figures without chance in these counts would give.
    [both] Versions differ by choices of method and by chance in counts: “in { $most } of { $hundred }” says how far the list hangs on both together, not how likely a place is to be left behind.
   *[choice] A version is a choice of method, not chance: “in { $most } of { $hundred }” says how far the list hangs on such choices, not how likely a place is to be left behind. Whoever lets weights go further sees less certainty.
}
doubt-note = { $number } versions of the study{ $weights ->
    [drawn] , concentration { $narrow }
   *[own] , all with its own weights
}. { $by ->
    [chance] They differ by chance in counts alone.
    [both] They differ by choices of method and by chance in counts.
   *[choice] A version is a choice of method, not chance.
}
doubt-step = { $standing ->
    [on] firmly on, { $low } or more: { $number }
    [off] firmly off, { $high } or fewer: { $number }
   *[near] { $low } to { $high }: { $number }
}
doubt-step-head = On the list in so many of { $hundred } versions
doubt-map-subtitle = { $areas } by the share of the versions of the study that put them on the list
doubt-map-alt = Map of { $whole }. { $finding }. On the list in so many of { $hundred } versions, and how many { $areas }:
doubt-no-map = There is no map: { $why }
doubt-no-pictures = There are no pictures: { $why }
doubt-no-nearest = Without ranks there is no chart of the places nearest to the line.

## What tips a place

tipping-title = What would change its standing
tipping-least = { $on ->
    [yes] It leaves the list with as little as { $points } points of weight moved from { $source } to { $target } in { $index }.
   *[no] It enters the list with as little as { $points } points of weight moved from { $source } to { $target } in { $index }.
}
tipping-never = No move of weight between two parts changes its standing.
tipping-lacking = It is outside both cuts or more, so no change of one index alone puts it on the list.
tipping-spare = It holds more conditions than the rule asks for, so no change of one index alone takes it off the list.
tipping-barred = Something other than the cuts keeps it off the list, so no weight puts it there.
tipping-no-rank = { $index }: it has no rank, so nothing tips it.
tipping-condition = { $held ->
    [yes] { $index }: rank { $rank }, inside the cut at { $last }
   *[no] { $index }: rank { $rank }, outside the cut at { $last }
}
tipping-share = { $held ->
    [yes] ; it stays inside as long as the threshold is { $share } or more
   *[no] ; it would be inside from a threshold of { $share } on
}
tipping-move = ; the smallest move of weight that takes it to the other side is { $points } points from { $source } to { $target }
tipping-no-move = ; no move of weight between two parts takes it to the other side
tipping-part = Part
tipping-own = Weight in the study
tipping-holds = It stays on its side between
tipping-between = { $low } and { $high }
tipping-any = any weight
tipping-meaning = Weights are shares of their sum. In the table one weight changes and the others keep their proportions; a move takes weight from one part and gives it to one other.

## Sensitivity

sensitivity-versions = { $text } versions of the study were tried, in which everything that it says is in doubt was drawn at once, weights with concentration { $concentration }. The threshold decides how long the list is and swamps the rest, so all was done again with it held.
sensitivity-versions-once = { $text } versions of the study were tried, in which everything that it says is in doubt was drawn at once, weights with concentration { $concentration }.
sensitivity-threshold = { $threshold ->
    [held] With the threshold held
   *[free] With the threshold free
}
sensitivity-outputs = The list had { $size } areas on average (standard deviation { $sized }); { $entries } entered and { $exits } left. Its overlap with the study’s own (Jaccard) was { $jaccard } (standard deviation { $spread }).
sensitivity-most = What moves the list most is { $source }: { $share } of the variance of the overlap is made with it.
sensitivity-source = { $kind ->
    [weights] weights of { $of }
    [shares] threshold on { $of }
    [chance] chance in the counts of { $of }
   *[options] { $of }
}
sensitivity-heading = What is drawn
sensitivity-alone = Overlap: alone
sensitivity-in-all = Overlap: with others
sensitivity-entries = Entries: with others
sensitivity-exits = Exits: with others
sensitivity-shift = { $index }, shift of ranks: with others
sensitivity-interval = { $share } ({ $low } to { $high })
sensitivity-meaning = “Alone” is the share of the variance that this choice makes by itself, “with others” the share that it takes part in; where the second is much the larger, choices work together. Intervals hold { $level } of bootstrap samples and can reach below zero where there is no effect.
sensitivity-changes = One change at a time
sensitivity-change = Change
sensitivity-size = Areas on the list
sensitivity-entered = Enter
sensitivity-left = Leave
sensitivity-overlap = Overlap
sensitivity-alike = { $index }: ranks alike
sensitivity-kind = { $kind ->
    [choice] { $of }: { $what }
    [left-out] { $of } without { $what }
   *[threshold] threshold of { $what }
}
sensitivity-why-not = cannot be made: { $why }
sensitivity-no-multiverse = The study declares no options, so there is no picture of their combinations.
sensitivity-all-choices = All { $text } combinations of the declared choices: the list has { $low } to { $high } areas, and its overlap with the study’s own goes from { $least } to { $most }.

## Audit

audit-title = Audit of { $index }
audit-as = The recipe { $recipe } is audited as the index “{ $index }” of the study { $study }.
audit-basis = Recipe { $recipe }, on { $areas } { $plural }; { $without ->
    [0] all have a score
    [one] { $text } has no score
   *[other] { $text } have no score
}.
audit-starts = Taken as published, so what is inside them is not seen here:
audit-stands-out = What stands out
audit-nothing = Nothing stands out.
audit-moves = Stated weight of { $part } is { $stated }, in effect it moves { $found } of the score{ $of ->
    [node] {" "}of { $node }
   *[index] {""}
}.
audit-farthest = Farthest from what is stated: { $part }, { $stated } stated and { $found } in effect.
audit-against = { $part } runs against { $node }: its stated weight is { $stated }, in effect it is { $found }. Where { $part } is high, the score tends to be low.
audit-constant = { $part } is the same everywhere, so its weight of { $stated } in { $node } moves nothing.
audit-little-known = { $part } is known in { $found } of the areas only; { $stated } is the rule of thumb.
audit-skewed = { $part } has a long tail (skewness { $found }), and is compared by its size: a few areas decide what all others get.
audit-size = { $part } follows the number that { $other } is out of (correlation of ranks { $found }): perhaps it says only how many people live there.
audit-what-to-do = What can be done
audit-do = { $kind ->
    [more] A part that moves more or less than its weight says: state other weights, ask for a wanted influence, or say in words what the index measures in truth.
    [less] A part that moves more or less than its weight says: state other weights, ask for a wanted influence, or say in words what the index measures in truth.
    [against] A part that runs against the index: check its direction; if that is right, it measures something else and should stand beside the index, not in it.
    [constant] A part that never varies: leave it out.
    [little-known] A part of which little is known: fill its gaps and say so, leave it out, or let a share of the parts be enough.
    [skewed] A long tail: treat outliers, or compare by ranks.
    [size] A part that follows the size of places: divide it by what it is out of, or leave it out.
    [few-areas] Too few areas: look which part has the gaps.
    [few-dimensions] Fewer dimensions than parts: parts that say the same could be one part, so that it counts once.
    [few-parts] Few parts decide: even out the weights, or ask for a wanted influence.
    [low-alpha] Parts with little in common: do not weigh them by a factor; state the weights and say why.
    [high-alpha] Parts that repeat each other: fewer would do.
    [alike] Near copies: leave one out, or halve their weights.
   *[opposed] Parts that offset each other: check their directions; if these are right, part the node, or expect that its middle is crowded.
}
audit-few-areas = All parts of { $node } are known in so few areas ({ $found }) that nothing can be told of them; it takes { $stated }.
audit-few-dimensions = The { $stated } parts of { $node } are in effect { $found } dimensions{ $factor ->
    [yes] , which is what the weights of one common factor want
   *[no] : they overlap
}.
audit-few-parts = By its stated weights { $node } is in effect of { $stated } parts, by its effective weights of { $found }: few of its parts decide the score.
audit-low-alpha = The parts of { $node } have little in common (alpha { $found }): it adds up different things, so its weights are a choice about which of them counts.
audit-high-alpha = The parts of { $node } repeat each other (alpha { $found }).
audit-alike = { $one } and { $other } are near copies of each other in { $node } (correlation { $found }): what they share counts twice.
audit-opposed = In { $node } these tend to offset each other (correlations below zero):
audit-pair = { $one } with { $other } ({ $found })
audit-flat = The score of { $node } never varies, so there is nothing to share out.
audit-no-sum = The score of { $node } is no sum, so no effective weights can be told; see the rank variance.
audit-part = Part
audit-stated = Stated weight
audit-effective = In effect
audit-rank-share = Rank variance alone
audit-areas = Areas
audit-missing = Missing
audit-distinct = Distinct
audit-tied = Tied
audit-zeros = Zero
audit-skewness = Skewness
audit-kurtosis = Excess kurtosis
audit-alpha = Alpha { $alpha }, over { $areas } areas with all parts.
audit-eigenvalues = Eigenvalues of the correlations { $values }: in effect { $dimensions } dimensions of { $parts } parts.
audit-eigenvalue = { $value } ({ $share })
audit-in-parts = In effect { $effective } parts by effective weights, { $stated } by stated.
audit-correlations = Correlations in { $node }: Pearson above the diagonal, Spearman below
audit-across = Across domains
audit-across-mean = { $pairs } pairs of the finest parts lie in different domains. Their mean correlation is { $mean }; inside the nodes it is { $inside }.
audit-across-alike = Near copies across domains:
audit-across-opposed = { $number ->
    [0] None of these correlations is below zero.
    [one] { $text } of these correlations is below zero:
   *[other] { $text } of these correlations are below zero, the lowest:
}
audit-repairs = What was filled in, shrunk, split or lost
audit-no-repairs = { $published ->
    [yes] Nothing here. What its publisher did inside the parts that are taken as published is not seen.
   *[no] Nothing: no count was filled in, no area shrunk, split or lost.
}
audit-repair = { $repair ->
    [held-back] { $part }: a number stands for { $text } counts that are held back.
    [filled-in] { $part }: { $text } gaps were filled by a guess.
    [treated] { $part }: outliers were treated, { $text } figures changed.
    [shrunk] { $part }: { $text } areas borrow strength from the larger area they lie in.
    [split] { $text } areas were shared out by a lookup.
   *[lost] { $text } areas were lost by a lookup.
}
audit-comparability = What it can be compared with
audit-table = Table
audit-date = Figures of
audit-on = Areas
audit-defects = What is known of it
audit-dates = Its tables are not of one date:
audit-ranks = It is made of ranks, which say where an area stands among all others of this edition. A rank or score that differs from that of another edition need not mean that the area has changed.
audit-reading = In effect: the share of the variance of the score that moves with a part; all add up to the whole. Rank variance alone: the share of the variance of the ranks that the rank of one part tells by itself; parts overlap, so these add up to more. Skewness, tied and zero are of a part’s own score before it is made comparable.

## Panel

panel-form-title = What matters how much: { $index }
panel-form-whose = Study: { $study }
panel-form-asked = { $method ->
    [points] Share out { $budget } points among the parts. More points mean that a part matters more. A part that shall not count has { $none }. The points must add up to { $budget }.
    [pairs] Say of each pair how many times as important the first part is as the second: { $least } if both are equally important, up to { $most } if the first is far more important. Where the second is the more important, write a fraction: { $third } or { $share }.
   *[ranking] Put the parts in order: rank { $least } for the part that matters most, up to { $most }. Parts that tie all have the mean of their ranks: { $tied } for two that share the first places.
}
panel-form-fill = { $place ->
    [workbook] Write your name beside “Expert” and fill only the last column. Other columns and the headings stay as they are.
   *[table] Write your name in the first column of each of your rows and fill only the last. Other columns and the headings stay as they are.
}
panel-form-copy = { $place ->
    [workbook] One sheet is for one expert: copy the sheet for each of the others, whatever its name. Delete sheets that nobody fills.
   *[table] Copy the rows for each of the other experts. Take out rows that nobody fills.
}
panel-form-back = Afterwards: leftbehind panel read FILE --study STUDY --index INDEX
panel-form-sheet = Expert { $number }
panel-title = A panel on { $index }: { $experts } by { $method ->
    [points] points
    [pairs] comparison of pairs
   *[ranking] ranking
}
panel-experts = { $number ->
    [one] { $text } expert
   *[other] { $text } experts
}
panel-expert = Expert
panel-joint = Joint
panel-own = The study’s own
panel-distance = Apart
panel-ratio = Consistency ratio
panel-joint-note = Weights in percent. Joint: { $method ->
    [pairs] the geometric mean, brought back to a whole
   *[other] the arithmetic mean
}. Apart: the share of weight that would have to move to make the joint weights.
panel-w = Agreement on the order: Kendall’s W is { $w } ({ $least }: none, { $most }: the same order). Orders made at random would agree as much with a probability { $small ->
    [yes] below { $p }
   *[no] of { $p }
}, which is rough for few parts or experts.
panel-w-none = Agreement on the order: Kendall’s W is not defined, as every expert ties all parts.
panel-alone = Agreement cannot be told from one expert: Kendall’s W and the dispersion are not defined.
panel-dispersion = Dispersion: experts are { $share } apart from the joint weights on average.
panel-inconsistent = { $expert }: the comparisons contradict each other (consistency ratio { $ratio }, above { $accepted }). Least fitting: { $part } is { $stated } times as important as { $other }, where all answers together make it { $fitting } times. Ask again.
panel-lists-title = What the weights would do to the list ({ $own } in the study)
panel-lists-entries = Enter
panel-lists-exits = Leave
panel-lists-size = On the list
panel-lists-jaccard = Jaccard
panel-lists-note = Jaccard: areas on both lists, of those on either; { $same } if the lists are the same.
panel-joint-enter = With the joint weights enter: { $names }.
panel-joint-leave = With the joint weights leave: { $names }.

## Build

build-opening = { $title }, by the recipe { $recipe }: { $indicators ->
    [one] { $text } indicator
   *[other] { $text } indicators
} of { $areas } areas{ $without ->
    [0] .
    [one] . One area has no score.
   *[other] . { $unknown } areas have no score.
}
build-untouched = No gap was filled, no outlier was treated, nothing was shrunk.
build-step = { $step ->
    [held-back] In { $number ->
        [one] one indicator
       *[other] { $text } indicators
    } a number stands for { $cells } counts that are held back.
    [filled-in] In { $number ->
        [one] one indicator
       *[other] { $text } indicators
    } gaps were filled: { $cells } in all. These are guesses.
    [treated] In { $number ->
        [one] one indicator
       *[other] { $text } indicators
    } outliers were treated: { $cells } figures changed.
   *[shrunk] In { $number ->
        [one] one indicator
       *[other] { $text } indicators
    } areas borrow strength from the larger area around them: { $cells } figures changed.
}
build-still-skewed = Treated as far as the recipe allows, and still skewed: { $names }.
build-dispersed = Areas of one larger area differ far more than chance in counts would make them, in: { $names }. They do differ, or the counts are not independent of each other.
build-account = What each step changed
build-weights = What each part weighs
build-part = Part
build-did = Step
build-how = How
build-cells = Figures
build-skewness = Skewness
build-kurtosis = Kurtosis
build-dispersion = Times chance
build-from-to = { $before } → { $after }
build-in-node = In its node
build-in-index = In the index

## What if

whatif-changes = What if:
whatif-set = { $what }
whatif-edit = { $kind ->
    [drop] { $what } is left out
    [swap] { $what } is measured by { $column }
   *[add] { $what } is added, measured by { $column }
}
whatif-list = The list has { $before } areas, and would have { $after }: { $both } stay, { $enter ->
    [0] none enters
    [one] one enters
   *[other] { $entering } enter
}, { $leave ->
    [0] none leaves
    [one] one leaves
   *[other] { $leaving } leave
}.
whatif-ranks = { $kind ->
    [still] { $index }: every rank stays.
   *[moved] { $index }: ranks before and after correlate at { $alike }; in the mean an area moves by { $shift } ranks.
}
whatif-area = Code
whatif-name = Name
whatif-does = Moves
whatif-moves = { $kind ->
    [in] enters
   *[out] leaves
}
whatif-because = By itself enough
whatif-together = only all of it together
whatif-more = { $number ->
    [one] One more enters or leaves; --out keeps all.
   *[other] { $text } more enter or leave; --out keeps all.
}
whatif-largest = { $index }: the largest moves of ranks
whatif-before = Before
whatif-after = After
whatif-keep = Keep every area's ranks before and after with --out FOLDER.

## The update

update-studies = Before: { $before }. After: { $after }.
update-list = The list had { $before ->
    [one] { $was } area
   *[other] { $was } areas
} and has { $is_ }: { $turnover }.
update-turnover = { $stay ->
    [0] none stays
    [one] one stays
   *[other] { $staying } stay
}, { $enter ->
    [0] none enters
    [one] one enters
   *[other] { $entering } enter
}, { $leave ->
    [0] none leaves
    [one] one leaves
   *[other] { $leaving } leave
}
update-finding = { $before ->
    [one] { $was } area was
   *[other] { $was } { $areas } were
} on the list: { $turnover }
update-people = In people: { $before } in the areas of the first list, { $after } in those of the second; { $stay } where areas stay, { $enter } where they enter, { $leave } where they leave.
update-unknown = { $number ->
    [one] Of one that enters or leaves it is not known whether it moved at all, since it lacks a figure before or after
   *[other] Of { $text } that enter or leave it is not known whether they moved at all, since they lack a figure before or after
}: { $names }.
update-published = The published lists have { $before } and { $after } areas, { $both } on both. Of ours before, { $ours } are on the published one; of ours after, { $oursnow }.
update-cause = { $kind ->
    [edition] { $index }, edition { $before } to { $after }
    [figures] { $index }: other figures
    [method] { $index }: other method
    [unit] unit and geography
   *[rule] the rule
}
update-changed = Because of { $cause }:
update-said = { $kind ->
    [added] { $path } = { $after }, said by the second alone
    [dropped] { $path } = { $before }, said by the first alone
   *[changed] { $path }: { $before } → { $after }
}
update-together = { $cause } count as one cause, since one cannot be made without the other. What went wrong: { $why }
update-definitions = { $index }: figures and their definitions changed together; what is published of its parts cannot tell them apart.
update-grade = { $grade ->
    [same-method] { $index }: the same rules on the same areas, before and after. Ranks and margins can be compared. Scores cannot be subtracted: each says where an area stands among all others of its own edition.
    [other-geography] { $index }: the same rules, on other areas or carried otherwise. Ranks and margins can be compared with care; scores cannot be subtracted.
   *[other-method] { $index }: other rules. Only ranks can be compared, and with caution; scores cannot be subtracted.
}
update-split = Each part is the average over all { $orders } orders in which the causes can be made, from { $lists } lists. The parts add up to the whole. A part below zero works against the rest.
update-single = There is one cause, so all of it is that cause’s.
update-heading-cause = Cause
update-heading-enter = Enter
update-heading-leave = Leave
update-heading-areas = Areas
update-heading-people = People
update-all = All causes
update-entered = On the list after, and not before
update-left = On the list before, and not after
update-name = Name
update-code = Code
update-rank = { $index }, rank
update-margin = Margin
update-because = Because of
update-because-share = { $cause } { $share }
update-nobody = No area enters or leaves.
update-more = { $number ->
    [one] One more; --out keeps all.
   *[other] { $text } more; --out keeps all.
}
update-keep = Keep all that was found, tables and pictures, with --out FOLDER.
update-state = { $state ->
    [on] On the list
    [near] Narrowly outside
   *[out] Further out
}
chart-causes-finding = The list went from { $before } to { $after } { $number ->
    [one] area
   *[other] { $areas }
}, { $most ->
    [none] with no cause that stands out
   *[other] most of all because of { $most }
}
chart-causes-subtitle = { $areas } that each cause puts on the list or takes off it, averaged over all orders of the causes
chart-causes-row = { $kind ->
    [in] { $cause }: enter
    [kept-out] { $cause }: are kept out
    [out] { $cause }: leave
    [kept] { $cause }: are kept
   *[none] { $cause }: none
}
chart-causes-before = On the list before
chart-causes-after = On the list after
chart-causes-alt = From { $before } to { $after } { $number ->
    [one] area
   *[other] { $areas }
} on the list:
chart-update-sources = Before: { $before } After: { $after }
chart-update-source-before = Before: { $before }
chart-flow-subtitle = { $areas } by where they stood before (left) and stand after (right)
chart-flow-alt = From where to where:
chart-flow-one = { $before } → { $after }: { $number }
chart-flow-note = { $areas } that were and are further out are not drawn: { $number }.
map-update-subtitle = { $areas } on the list before or after
map-update-key = { $move ->
    [stay] Stay on the list: { $number }
    [enter] Enter: { $number }
   *[leave] Leave: { $number }
}
map-update-alt = Map of { $whole }. { $finding }. Where they are:

## The report: kinds of neighbourhood

report-kinds = Kinds of neighbourhood
report-kind = Its kind, and places like it
report-kinds-table = The kinds: their size, their people, and how often they come back when areas are drawn anew
report-kinds-parts = It is split again into:
report-kinds-profile = Each figure in each kind, on the list, and elsewhere
report-kinds-map = Where the kinds are
report-kinds-number = How many kinds, and why
report-kinds-sure = What hangs on which choice
report-kinds-figures = By which figures
report-kinds-used = Areas were compared by: { $titles }.
report-patches = The largest patches by people: { $number } of { $all }
report-alike = Where neighbours are alike: { $index }
report-ring = The place first, then its neighbours, the deepest on the list first
report-cannot = This cannot be said here: { $why }

## The report: what changed

report-since = What changed since { $title }
since-short = Of the people in the areas of { $before }, { $first } live in areas of this list; of the people in areas of this list, { $second } live in areas of that one.
since-number = { $number ->
    [one] area
   *[other] { $areas }
} that { $move ->
    [stay] stayed on the list
    [enter] entered
   *[leave] left
}
since-flow-caption = From where to where: on the list, narrowly outside, further out
since-causes = Because of what
since-causes-caption = What each cause did to the list
since-causes-table = The causes, in areas and in people
since-map = Where they are that stay, enter and leave
since-map-caption = Areas that stay on the list, enter it or leave it{ $view ->
    [map-hexagons] , every area as large as any other
   *[map] {""}
}
since-movers = { $number ->
    [one] { $text } area { $move ->
        [enter] enters
       *[leave] leaves
    }
   *[other] { $text } areas { $move ->
        [enter] enter
       *[leave] leave
    }
}; people who live there: { $people }{ $shown ->
    [all] {""}
   *[other] . The first { $shown } are shown
}
since-ranks = Ranks and margins: before → after. A margin is by how many ranks an area is inside the cut that decides; below zero it is outside.
since-ground-caption = People in areas of both lists, of one, and of neither
since-larger-caption = The same by { $larger }
since-unlike = The areas of the two lists are unlike, so neither lists nor scores are subtracted. That somebody lives in an area of one list and not of the other does not say that the place has changed.
since-lists = First: { $first }. Second: { $second }.
since-compared = What may be compared
since-before-notes = { $title }: { $notes }
since-untouched = No index changed. Ranks, margins and scores can be compared.
since-place = { $move ->
    [stay] It was on the list before and is on it now.
    [enter] It was not on the list before and is on it now.
    [leave] It was on the list before and is not on it now.
   *[never] It was not on the list before and is not on it now.
}
since-place-unknown = It lacks a figure before or after, so it is not known whether it moved at all.
since-place-caption = Where it stands before and after
since-margin-on = { $index }, margin
since-margin = Margin at the cut that decides
since-place-causes = Because of what it moved
since-orders = Orders, of { $every }
since-part = Share of the move

## Places of somebody's own

own-title = Places of your own: { $text }
own-polygons = By best fit, those { $plural } count wholly of which more than half the extent is in the place, and others not at all. By population split, each counts with the share of its people who live in the place; where in it they live is not known here, so the share of its extent stands for it.
own-codes = A place is made of the { $plural } that the list names, each of them wholly.
own-codes-carried = A place is made of the { $named } that the list names, counted in { $plural }. By best fit, those { $plural } count wholly of which more than half is in them, and others not at all; by population split, each counts with the share of its people who live in them.
own-postcodes = By population split, those { $plural } where the listed postcodes are count with the share of their postcodes in use that are listed; it stands for the share of their people. By best fit, those count wholly of which more than half are listed, and others not at all.
own-led = { $index } is made for { $plural }; how many of their people are in a place is told by { $tables }.
own-no-area = A place of your own is not one of the { $areas } { $plural }: it changes neither the list nor the rank of any. Its own rank is one more than the number of them with a higher score.
own-disagree = Whether it is on the list depends on how it is counted: { $names }.
own-by-others = Whether a place would be on this list is not told: the list is made by others, or leaves out who is in another group.
own-outside = No area that the study has figures for is in this place, so there is no score: { $names }.
own-too-small = By best fit no area belongs to this place, because none is in it by more than half: { $names }.
own-not-covered = Not all of the extent of these places is in areas that the study has figures for; this share is: { $names }.
own-not-scored = Not everyone in these places lives where there is a score on { $index }; this share does: { $names }.
own-share = { $name } { $share }
own-without-score = { $number ->
    [one] { $text } listed area has
   *[other] { $text } listed areas have
} no score on { $index }: { $names }.
own-mended = Polygons that crossed themselves were mended; look whether they are still what was meant: { $names }.
own-overlap = Places that overlap; what they share counts in each: { $names }.
own-pair = { $first } and { $second }
own-guessed = The column { $column } is not headed with a geography. It was read as { $kind }, which no other geography fits as well.
own-twice = { $number ->
    [one] { $text } row says
   *[other] { $text } rows say
} again what another says, and counts once.
own-table = Areas ({ $plural }): those wholly in the place + those in it in part.{ $drawn ->
    [yes] {" "}Extent: the share of the place that is in them.
   *[no] {""}
} Scored: the share of its people who have a score, on the index where it is lowest. Live on it: the share of its people who live in areas on the list.
own-place = Place
own-rule = By
own-best-fit = best fit
own-population-split = split
own-both-rules = both
own-whole-and-part = { $whole } + { $part }
own-extent = Extent
own-scored = Scored
own-rank = rank
own-margin = margin
own-decides = Decides
own-on-list = On the list
own-living = Live on it

## A proposed study

new-title = Areas with the highest need
new-index = Need
new-group = The areas with the highest need
new-rest = The rest
new-table = Figures from { $file }
new-boundaries = Polygons from { $file }
new-nation = Our places
new-vintage = not stated
new-edition = draft
new-study-head = Proposed from { $file }, from its headings and cells alone. It runs as it is.
new-marks-head = A comment with { $mark } is a guess. When the line is right, take the comment away. To see what is left, run: { $command }
new-recipe-head = How the figures become one index. What each key may be stands in “Write a recipe”.
new-title-here = Say what the study is about.
new-areas-here = The areas that are judged, with their vintage.
new-people-here = Taken for the residents of each area.
new-nation-here = Where these areas are, as a name, and the year of their boundaries.
new-pattern-here = Made from the codes; `.+` lets any text pass.
new-table-here = Who published the figures, of when they are, and under which licence.
new-columns-here = On the left what a column is called here, on the right its heading in the file.
new-left-here = Left out: { $of } ({ $why })
new-group-here = A tenth of the areas; a number such as { $number } would do too.
new-by-here = Larger areas or classes that the result is counted by.
new-tree-here = Groups are made of headings that begin alike; move, merge or split them.
new-flat-here = All indicators stand on one level: no two headings begin alike.
new-steps-here = z-scores, equal weights and the mean are a plain beginning. Other ways: “normal score”, “percentile”, “exponential”; weights as numbers by name.
new-count-here = A count out of { $of }.
new-rate-here = More than { $of } in some areas, so no part of it.
new-direction-here = { $because ->
    [none] no word of the heading tells which way is worse
   *[other] “{ $because }” in the heading suggests it
}
new-guess-here = Whole numbers, so taken for a count; if it is none, write only the title and the direction.
new-gaps-here = An area with a gap in one indicator has no score: { $complete } of { $areas } have them all. Write `impute` or `at_least` into the node to have it otherwise.
new-written = Written: { $files }
new-told = { $areas } areas ({ $geography }), { $indicators } indicators in { $groups ->
    [0] no groups
    [one] { $text } group
   *[other] { $text } groups
}
new-next = Next: { $check }; { $run }
new-to-confirm = To confirm:
new-not-used = Not used:
asked-vintage = { $columns }: the codes fit { $detail }; nothing but you can tell the vintage.
asked-own-geography = { $columns }: the codes are of no geography that is known, so the study has one of its own with the pattern { $detail }.
asked-strange-codes = { $columns }: codes that do not fit are in the way of a run: { $detail }.
asked-lost-zeros = { $columns }: the codes are numbers of unlike length; leading zeros may be lost. Store them as text.
asked-marks = Taken for figures that were held back: { $detail }.
asked-absent = Taken for cells without a figure: { $detail }.
asked-odd-cells = { $columns }: a cell that is no number is in the way of a run: { $detail }.
asked-direction = Which way is worse, by a word of the heading: { $columns }.
asked-unknown = Which way is worse, told by no word and so taken as “more is worse”: { $columns }.
asked-count = Counts, and what they are out of: { $columns }.
asked-rate = Counts that can exceed what they are set against: { $columns }.
asked-no-whole = Counts perhaps, but the table has nothing that they are out of, such as people: { $columns }. Large areas would then rank high.
asked-gaps = Areas with a gap in one indicator, which have no score: { $text } of { $areas }.
leftout-twice = the heading comes twice
leftout-unreadable = it has no heading that can be written down
leftout-empty = it is empty
leftout-constant = it is the same everywhere
leftout-sparse = too few areas have a figure
leftout-placed = a rank, a position or an identifier, by its heading
leftout-dates = dates
leftout-flags = yes and no
leftout-text = text
leftout-shapes = shapes
leftout-second = counts what another column counts
codebook-note-whole = what counts are out of

## Problems of a study

check-none = Nothing is wrong, and nothing is left to confirm.
check-counts = { $stops ->
    [0] Nothing stops a run
    [one] { $stopstext } problem stops a run
   *[other] { $stopstext } problems stop a run
}; { $looks ->
    [0] nothing is left to look at
    [one] { $lookstext } thing to look at
   *[other] { $lookstext } things to look at
}.
check-stops = What stops a run
check-look = What to look at
check-mend = To mend it: { $mend }

## From one geography to another

way-title = From { $source } to { $target }
way-none = { $source } and { $target } are one geography: nothing is carried.
way-table = Lookup
way-no-table = codes that both have
way-step = From and to
way-kind = How the areas lie
way-exact = Exact
way-approximate = Approximate
way-lost = Lost
way-kind-nested = { $slope ->
    [up] the smaller lie within the larger
   *[down] the larger are made of the smaller, shared out by people
}
way-kind-changed = by change codes, what was split shared out by people
way-kind-shared = { $slope ->
    [up] by shares
   *[down] by shares and people
}
way-kind-best-fit = { $slope ->
    [up] each put where most of it lies
   *[down] made of those that lie mostly in them, by people
}
way-kind-same-codes = a code that lives on is the same area
way-same = Codes of { $same } { $plural } live on to the other end: they are the same areas and keep their figures, whatever the lookups say.
way-areas = Of { $all } { $plural } { $exact } ({ $share }) are carried exactly, { $approximate } approximately, and { $lost } are lost.
way-people = Of the { $all } people who live there { $exact } ({ $share }) are carried exactly, { $approximate } approximately, and { $lost } are lost.
way-people-unknown = How many people live in these { $plural } is not known here.
way-meaning = Exact: the whole area goes to one that compares with it. Approximate: it is split by shares, put where most of it lies, or was redrawn so that nothing compares. Lost: no area is named for it. Counts add up and are shared out, rates are averaged by people, and ranks, deciles and flags are made anew.

## Two lists on common ground

ground-title = { $first }, and { $second }
ground-by-people = The lists are carried to common ground, { $ground }, and compared by people.
ground-carried = From { $ground } to { $from_ } leads: { $tables }. { $approximate } of the people live in areas that are carried approximately; { $lost } people are lost.
ground-unreached = { $list }: { $number ->
    [one] { $text } area of its list lies outside this ground and is
   *[other] { $text } areas of its list lie outside this ground and are
} left out.
ground-share = { $list }: { $people } people live in its areas; { $share } of them live in areas that are also on the other list.
ground-no-share = { $list }: nobody is known to live in its areas.
ground-unknown = Of { $people } people it cannot be said: one of the two lists has no answer where they live.
ground-cell = Where they live
ground-areas = Areas, in part
ground-both = On both lists
ground-only-first = Only on the first
ground-only-second = Only on the second
ground-neither = On neither
ground-unknown-cell = Cannot be said
ground-comparable = What may be compared:
ground-rule = { $same ->
    [yes] The lists are made by one rule, from the indices of their years.
   *[no] The lists are made by different rules.
}
ground-inherited = { $part } is inherited here from { $from_ }: small areas within one of them share its value, so it is coarse and has ties.
ground-on = On the list
ground-off = Not on it
ground-finding = { $both } live in areas of both lists, { $left } only of the first, { $joined } only of the second
ground-subtitle = People by the list that the area they live in is on
ground-without-neither = Not shown: { $people } in areas of neither list.

## Through the editions

history-title = On which lists people’s neighbourhoods have been
history-people = { $every } people live in areas that were on every list, { $some } in areas that were on some of them, and { $never } in areas that were on none.
history-finding = { $every } live in areas that were on every list, { $some } in areas that were on some of them
history-without-never = Not shown: { $people } in areas of none of the lists.
history-unknown = Of { $people } people it cannot be said: a list has no answer where they live.
history-on = on
history-off = –
history-unsaid = not known
history-place = { $list }: { $kind ->
    [on] on the list.
    [off] not on the list.
    [unsaid] not known.
   *[part] { $share } of its people live in areas on the list.
}
history-part-unsaid = For { $share } of them it is not known.
history-lists = On which lists it has been
deciles-title = Deciles through the editions
deciles-made-anew = Scores are carried to { $areas } { $plural }, averaged by people; ranks and deciles are made anew there. The first decile has the highest scores.
deciles-carried = { $edition }: { $exact } of its areas are carried exactly, { $approximate } approximately, and { $lost } are lost.
deciles-stayed = Of the areas in the first decile of { $second } { $share } were in that of { $first } ({ $exact } of those that are the same in both).
deciles-heading = From { $first } (rows) to { $second } (columns): areas
deciles-from-to = Decile
deciles-as-published = By the deciles as published, each area beside the earlier one in which most of its people live: { $all }; of areas that are the same in both: { $unchanged }.
deciles-finding = { $share } of the areas in the first decile of { $second } were in that of { $first }
deciles-subtitle = Areas by decile in each edition, on one geography; the first decile has the highest scores

## Neighbourhoods that lie together

clusters-title = Which neighbourhoods lie together
clusters-neighbours = { $how ->
    [touching] Neighbours are areas whose edges or corners meet, across cracks of up to { $reach } m too; water parts them
    [nearest] Neighbours of an area are the nearest ones, as the crow flies: { $reach } for each
   *[within] Neighbours are areas no further apart than { $reach } m, as the crow flies
}. Each of { $areas } { $plural } has { $mean } on average.
clusters-alone = { $number ->
    [one] { $text } area has no neighbour and is
   *[other] { $text } areas have no neighbour and are
} left out of all likeness: { $names }.
clusters-without = { $number ->
    [one] { $text } area has no polygon, so that nothing is known of what lies around it
   *[other] { $text } areas have no polygon, so that nothing is known of what lies around them
}: { $names }.
clusters-caveat = Neighbours are partly alike by the way figures are made: the Community Needs Index counts what lies within { $reach } km beyond an area’s boundary, so that neighbours share it. That alone makes them look alike.
clusters-patches = Patches of the list
clusters-nobody = No area is on the list, so there are no patches.
clusters-apart = { $number ->
    [one] { $listed } area is on the list; it touches no other of it.
   *[other] { $listed } { $plural } are on the list; none of them touches another.
}
clusters-together = { $listed } { $plural } are on the list. { $joined } of them touch another one and form { $patches ->
    [one] { $patchtext } larger place
   *[other] { $patchtext } larger places
}; { $single ->
    [one] { $singletext } touches none
   *[other] { $singletext } touch none
}.
clusters-nowhere = { $number ->
    [one] { $text } area of the list has no polygon, so that nobody can say what it touches.
   *[other] { $text } areas of the list have no polygon, so that nobody can say what they touch.
}
clusters-programme = { $programme }, which were chosen by another rule: { $number } of the { $listed } on the list.
clusters-none-so-large = No patch has { $least } people or more.
clusters-so-large = { $number ->
    [one] { $text } patch has
   *[other] { $text } patches have
} { $least } people or more.
clusters-more = The first { $shown } of { $all } are shown; --format csv or --out gives all.
clusters-patch = Patch
clusters-areas = Areas
clusters-margin = Margin
clusters-margins = { $least } to { $most }
clusters-names = Names
clusters-names-more = { $names } and { $text } more
clusters-in-programme = In { $programme }
clusters-some-of = { $number } of { $all }
clusters-alike = Are neighbours alike?
clusters-moran = { $index }: neighbours are { $kind ->
    [alike] more alike than by chance
    [unlike] less alike than by chance
   *[chance] no more alike than by chance
}. Moran’s I is { $value }, by chance { $expected } (p { $p }; { $areas } areas).
clusters-bivariate = { $index }, and { $beside } next door: where the first is high, the second is { $kind ->
    [alike] high as well
    [unlike] low
   *[chance] as by chance
}. Moran’s I of the two is { $value }, by chance { $expected } (p { $p }; { $areas } areas). Part of it is only that the two go together in the same place.
clusters-joins = { $number ->
    [one] { $value } pair of neighbours has both on the list
   *[other] { $value } pairs of neighbours are both on the list
}; were it dealt out by chance, about { $expected } would be (p { $p }; { $areas } areas).
clusters-undefined = { $statistic ->
    [moran] { $index }: whether neighbours are alike cannot be said
    [bivariate] { $index }, and { $beside } next door: whether they go together cannot be said
   *[joins] Whether the list lies together cannot be said
}: { $why }.
clusters-p = p: how often figures that are dealt out by chance, { $permutations } times, are as far out on either side.
clusters-where = Where neighbours are alike
clusters-where-meaning = High: above the mean of all areas. Of the areas that are told apart from chance, at most { $level } are expected to be so by chance alone (false discoveries are controlled). Few permutations tell few areas apart.
clusters-index = Index
clusters-class = { $kind ->
    [high-among-high] High among high
    [low-among-low] Low among low
    [high-among-low] High among low
    [low-among-high] Low among high
    [as-by-chance] As by chance
   *[none] No figure or neighbour
}
clusters-place-ring = { $name } ({ $area }) has { $number ->
    [one] { $text } neighbour
   *[other] { $text } neighbours
}, { $listed } of them on the list.
clusters-place-alone = { $name } ({ $area }) has no neighbour.
clusters-place-patch = It is part of a larger place of the list: { $areas } areas with { $people } people.
clusters-place-single = It is on the list and touches no other area of it.
clusters-place-against = { $index }: its score is { $score }, the mean around it { $around }. Neighbours with a lower score: { $lower } of { $known }; with a higher one: { $higher }.
clusters-place-no-score = { $index }: it has no score to set against its neighbours.
clusters-place-around = Around it
clusters-map-title = { $number ->
    [0] None of the { $areas } on the list touches another one
   *[other] { $joined } of { $listed } { $areas } of the list touch another one
}
clusters-map-subtitle = { $areas } of the list, by whether they touch another
clusters-map-joined = Touches another: { $number }
clusters-map-single = Touches none: { $number }
clusters-map-off = Not on the list
clusters-map-alt = Map of { $whole }: { $finding }.{ $number ->
    [0] {""}
   *[other] {" "}The patches with most people lie in { $names }.
}
clusters-local-title = { $number ->
    [0] No { $areas } with high { $index } are known to lie among others that are high
    [one] { $text } area with high { $index } lies among others that are high
   *[other] { $text } { $areas } with high { $index } lie among others that are high
}
clusters-local-subtitle = { $areas } against their neighbours; what cannot be told apart from chance is in stone
clusters-local-alt = Map of { $whole }: { $finding }. { $classes }.
clusters-local-key = { $of }: { $number }

## Kinds of neighbourhood

kind-name = { $first }, { $second }
kind-name-none = Near the middle of the list
kind-term = { $title }: { $way ->
    [more] high
   *[less] low
}
kind-rule = Named by what is furthest from the list, in standard deviations of its areas: { $parts }.
kind-rule-part = { $title } { $away }
kind-rule-none = No figure is { $clear } standard deviations or more from the list.
kind-portrait-size = { $number ->
    [one] { $text } area
   *[other] { $text } { $plural }
} with { $people } people.
kind-portrait-where = Found most often in { $first } and { $second }.
kind-portrait-place = { $name } ({ $areas })
kind-portrait-share = { $value } of { $whom } { $says } (all on the list: { $listed }; { $whole }: { $all }).
kind-portrait-figure = { $title }: { $value } (all on the list: { $listed }; { $whole }: { $all }).
kind-portrait-stable = { $standing ->
    [stable] It is stable: drawn anew, it comes back with a mean overlap of { $jaccard }.
    [doubtful] Its edges are doubtful: drawn anew, it comes back with a mean overlap of { $jaccard }.
   *[not-stable] It is not stable: drawn anew, it comes back with a mean overlap of { $jaccard } only, so little can be built on it.
}
typology-none = The { $number } { $areas } on the list form no kinds: the figures vary, but without gaps that would part one kind from another.
typology-kinds = The { $number } { $areas } on the list fall into { $kinds } kinds.
typology-shade = Kinds shade into each other: each area has a second-best kind, and how typical it is.
typology-asked = { $kinds } kinds were asked for, and the { $number } { $areas } on the list were put into so many.
typology-not-borne = The data do not bear it: { $why } A kind may come back when areas are drawn anew and still be a slice of what has no parts.
typology-why = { $why ->
    [gap] measured against points without any kinds, more kinds than one gain nothing (the gap statistic).
    [cloud] the kinds are no tighter than those of one cloud with the same figures and correlations.
    [stability] not every kind comes back when areas are drawn anew.
   *[size] one kind would be tiny.
}
typology-tried = From { $low } to { $most } kinds were tried. A number is borne if the gap statistic is above that of one kind, if its kinds are tighter than those of one cloud by { $excess } standard deviations, if each comes back when areas are drawn anew (mean overlap of { $jaccard }), and if none is tiny.
typology-borne = { $numbers ->
    [none] None of them is borne.
   *[some] Borne: { $numbers }. Of these, { $chosen } is best by silhouette, gap, stability and evenness together.
}
typology-not = Not borne: { $kinds } kinds, because { $why }
typology-each = { $kinds } kinds: silhouette { $silhouette }, gap { $gap } (one kind: { $one }), beyond one cloud { $excess } standard deviations, adjusted Rand { $rand }, least overlap { $jaccard }, evenness { $evenness }.
typology-hangs = { $much ->
    [little] Made in another way, or with one figure less, the kinds stay nearly the same.
    [some] Made in another way, or with one figure less, kinds are much the same, though some areas change theirs.
   *[much] Much hangs on how kinds are made: in another way, or with one figure less, the list is parted otherwise. They are one way to look at the list, and no fact about it.
}
typology-stable = In { $draws ->
    [one] { $text } draw
   *[other] { $text } draws
} of the areas the kinds agree with these at an adjusted Rand index of { $rand } on average (one: the same; zero: as by chance).
typology-robust = { $change ->
    [without] The figure on which most hangs: { $what }. Without it the adjusted Rand index is { $rand }.
    [jitter] With figures shaken by { $shaken } of their range it is { $rand }.
    [method] By { $what } it is { $rand }.
   *[rule] Without what the rule uses too ({ $what }) it is { $rand }.
}
typology-method = { $method ->
    [kmeans] k-means
    [ward] Ward’s hierarchy
   *[mixture] a mixture of normal distributions
}
typology-in-rule = The rule uses it too, or what makes it high: { $titles }.
typology-dropped = { $why ->
    [missing] Dropped: { $title }, without a figure in { $much } of the areas on the list.
    [constant] Dropped: { $title }, the same in all areas on the list.
    [alike] Dropped: { $title }, which nearly repeats { $beside } (rank correlation { $much }).
   *[little] Dropped: { $title }, of whose variation the kinds explain { $much }.
}
typology-left-out = { $number ->
    [one] { $text } area on the list lacks a figure and has no kind
   *[other] { $text } areas on the list lack a figure and have no kind
}: { $areas }.
typology-number-heading = Kinds
typology-borne-heading = Borne
typology-kind-heading = Kind
typology-name-heading = Proposed name
typology-areas-heading = Areas
typology-people-heading = People
typology-share-heading = Share
typology-overlap-heading = Overlap
typology-standing-heading = Stability
typology-standing = { $standing ->
    [stable] stable
    [doubtful] doubtful
    [not-stable] not stable
   *[none] –
}
typology-split = Split again
typology-figure-heading = Figure
typology-listed-heading = All on the list
typology-apart = What sets the kinds apart
typology-kind-number = Kind { $kind }
typology-kind = Kind { $kind }: { $name }
typology-members = Most typical: { $most }. Least: { $least }.
typology-carried = { $number ->
    [one] { $text } of “{ $group }” is nearest to it
   *[other] { $text } of “{ $group }” are nearest to it
}; further from its middle than any area on the list: { $beyond }.
typology-place = { $name } ({ $area }) is of kind { $kind }, { $title }. { $typical } of the kind’s areas are no nearer to its middle; the second-best kind is { $second }.
typology-place-only = { $name } ({ $area }): there are no kinds to put it into.
typology-place-carried = { $name } ({ $area }) is not on the list. It is nearest to kind { $kind }, { $title }{ $beyond ->
    [yes] , but further from its middle than any area on the list.
   *[no] , and no further from its middle than areas on the list are.
} The second-best kind is { $second }.
typology-place-outside = { $name } ({ $area }) is { $carried ->
    [no] not on the list
   *[yes] neither on the list nor among “{ $group }”
}, so it has no kind.
typology-place-lacks = { $name } ({ $area }) lacks a figure, so it has no kind.
typology-similar-title = Most similar places anywhere
typology-similar-order = Order
typology-similar-name = Place
typology-similar-listed = On the list
typology-similar-shares = Both stand out by
typology-similar-differs = They differ most in
typology-since = People by kind, then and now
typology-before = Kind in { $study }
typology-now = Kind now
typology-of-before = Of the kind then
typology-no-kind = { $why ->
    [not-listed] not on the list
   *[lacks] on the list, no kind: a figure is missing
}
typology-not-people = Kinds are of places and say nothing of any one person. Places that are near each other are alike, and the rule looks at what is within reach: that neighbours are of one kind is no finding by itself.
typology-choice-title-none = The figures part the list into no kinds
typology-choice-title = { $kinds } kinds are what the figures bear best
typology-choice-title-other = { $kinds } kinds were asked for, which the figures bear; they bear { $best } best
typology-choice-title-asked = { $kinds } kinds were asked for; the figures do not bear so many
typology-choice-subtitle = What was found for each number of kinds; the number taken is filled
typology-choice-alt = { $title }. { $each }
typology-panel = { $panel ->
    [silhouette] Silhouette
    [gap] Gap, one error up and down
    [rand] Adjusted Rand in draws
    [excess] Beyond one cloud (sd)
    [evenness] Evenness
   *[clustergram] Clustergram: means of kinds on the first component
}
typology-choice-note = A gap above that of one kind, and more than { $excess } standard deviations beyond one cloud of points, speak for kinds. In the clustergram lines are areas that go from a kind to one of the next number: those that stay together are kinds that last.
typology-profile-title = { $number ->
    [one] What sets kind { $kind } apart most: { $title }
   *[other] What sets { $number } kinds apart most: { $title }
}
typology-profile-subtitle = Mean of each kind less that of the list, in standard deviations of the list’s areas; numbers are kinds
typology-profile-alt = { $title }. { $rows }
typology-profile-row = { $title }: { $kinds }
typology-profile-kind = kind { $kind } { $away }
typology-profile-list = The list
typology-map-title = Where the { $kinds } kinds of { $areas } on the list are
typology-map-title-none = The { $areas } on the list, which form no kinds
typology-map-subtitle = { $areas } on the list by kind; names are proposed
typology-map-key = { $kind } { $name }: { $number }
typology-map-unknown = On the list, no kind: { $number }
typology-map-alt = Map of { $whole }: { $title }.
