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
times = { $text } times
none = none
all-of-them = all
no-figure = no figure
no-interval = no interval can be given

## The rule

rule = Of { $areas } { $plural }: { $cuts }. Shares are rounded { $rounding ->
    [floor] down
    [ceil] up
   *[nearest] to the nearest
}; ties at a cut count { $ties }.
rule-cut = the { $asked } with the highest { $index } are ranks { $first } to { $rank } ({ $score })
rule-score = score { $score } or more; { $tied ->
    [0] no ties at the cut
    [one] no ties at the cut
   *[other] { $tied } tied at the cut
}
rule-none-inside = none inside
list-is-published = The list shown is the published one ({ $title }), not the one that the rule gives.
overlap = { $number ->
    [one] { $text } area meets the rule and is not on the published list
   *[other] { $text } areas meet the rule and are not on the published list
}, and so { $number ->
    [one] counts
   *[other] count
} in more than one group: { $names }.

## One place

standing-unknown = Not known: an index has no score here, so it cannot be said whether it is { $group }.
standing-on = On the list of { $group }: { $ranks } inside the cut that decides.
standing-barred = Not on the list of { $group }: it is inside the cuts, but a rule keeps it out.
standing-near = Narrowly outside: { $ranks } short of the cut for { $group }.
standing-off = Not on the list of { $group }: { $ranks } outside the cut that decides.
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
gap-not-clear = The difference from { $other } is not clear: districts drawn anew would give anything from { $low } to { $high } { $points }.
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
better-than = { $title } (better than in { $other })
group-is-empty = No area is in the group { $group }.

## What the intervals say

interval-districts = Intervals hold { $level } of what comes out when { $clusters } are drawn anew: they say how far the difference between such groups of areas rests on which places they happen to be in.
interval-areas = Intervals hold { $level } of what comes out when areas are drawn anew.
england-twice = { $whole } is given twice: with the areas of the list, and without them.
pooled = Rates are pooled: all who are counted over all there are, never a mean of rates.

## Matched

matched-finding = { $title }: { $rate } in the { $matched } areas of the list that have a like, { $other } in their likes; a difference of { $difference } ({ $between }). Without matching the difference is { $plain }.
matched-none = { $title }: no area of the list has a like.
matched-pairs = { $matched } of { $areas } areas of the list have a like; { $controls } other areas serve, the most used of them { $used } times.
matched-survives = It stays after matching.
matched-gone = After matching it cannot be told from nothing.
matched-turned = After matching it is the other way round.
matched-was-unclear = It was not clear before matching either.
balance-note = Balanced means a difference below { $bound } of a standard deviation. Matching on the whole score leaves its parts unlike: the areas of the list have a better living environment, so at the same score they must be more deprived elsewhere.

## Verdicts

verdict-confirmed = Confirmed
verdict-not-confirmed = Not confirmed
verdict-contradicted = Contradicted
verdict-not-computable = Cannot be computed from public tables
verdict-figures = { $rate } against { $other } in { $group }
verdict-growth = the gap has changed by { $difference } ({ $between })
verdict-ratio = { $ratio } times ({ $between })

## What stands on pages

simulated = Simulated figures of an invented country.
big-local = The areas of Big Local were chosen before this rule was made, and not by it.
relative = A rank says how a place stands beside others, not how its people live; it changes when others change.

## Groups as nouns

group-areas = { $title } areas
group-others = the rest of { $whole }

## Tables

group = Group
areas-heading = Areas
counted = Counted
of-all = Of
rate-heading = Figure
interval-heading = { $level } interval
difference-from = Difference from { $other }
ratio-to = Times { $other }
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
