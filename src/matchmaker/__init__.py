"""Who mentors whom, and why: an optimal, explained, repeatable assignment of teachers to mentors.

A plain Python package (numpy, scipy and numba; no web framework, no clock, no network). Values go
in, values come out:

    from matchmaker.problem import Mentor, Problem, Teacher
    from matchmaker.solving import solve
    from matchmaker.words import sentence

    arun = Teacher("arun", domains=("digital education",), languages=("Hindi",))
    meera = Mentor("meera", capacity=2, domains=("digital education",), languages=("Hindi",))
    problem = Problem(teachers=(arun,), mentors=(meera,))
    outcome = solve(problem)
    [sentence(reason) for reason in outcome.pairs[0].fits]

What is promised:

- **Hard rules first.** Nobody mentors themselves; no principal, evaluator or line manager mentors
  the teacher; a shared language, both sides' avoid lists, the coordinator's forbidden pairs,
  minimum years and the same-school rule are kept; no mentor gets more teachers than seats. Pins
  come first, and a pin that breaks a rule is refused by name.
- **The best there is**, by an objective with a name: usually that as many teachers as possible
  have a mentor, and among all such answers the total fit is the highest; `objectives` has the
  others. Among equal answers the teacher first in order of id has the mentor first in order of id,
  and so on. Prices of the mentors prove it: `outcome.bound` equals `outcome.value`. Among very many
  people (`solving.TABLE`) the two may differ, by at most what `many_objectives` says.
- **The same answer every time**, whatever the order of the rows and whatever the machine: every
  step is integer arithmetic.
- **A reason for everything**: each pair says what fits and what does not, each teacher without a
  mentor what stood in the way, as codes with parameters that `words` turns into sentences.

The files. What is given and answered: `problem`, `pool` (the same people as tables), `kinds`
(people who are alike), `outcome`, `words` (in sentences). What a pair is: `rules` (what is never
done), `criteria` (what makes a good one), `levels` (how well somebody can do something), `weighing`
(every pair weighed), `objectives` (what the best answer is). Who gets whom, of people that can all
be weighed: `assignment`, `prices` (the proof, and the way from one answer to a better), `leximin`
(where no fit is given up for a higher one), `stability` (where nobody would rather have another),
`solving` (one after the other), `relaxing` (the least that would give those without a mentor one),
`recruiting` (which mentors to look for), `changes` (what if).

The same of very many: `many` in memory, or `bulk` into a file, of `parts` (who can meet at all:
`blocking`) that are sent to `engines` as `packing` has them. A part is a `crowd`, whose candidates
come from a `tree` of mentors (`picking` and `beside` are its inner loops); they are dealt out in a
`market` by an `auction` (`bidding`), or by `proposing`, `evenness` and `lowest`, as
`many_objectives` says. `telling` says why pairs fit, `wanting` whom teachers would rather have, and
`advising` what would change the answer, by chains (`chains`) through `doors` between kinds.

Beside them: `rota` (who meets whom for some minutes first, and when), `heeding` (what they said of
each other afterwards), `lottery` (who goes first, by lot), `supply` (how many would wait, and whom
to look for next). For an office: `command` (two files in, pairs out; `saying` is what it says
beside them, `remarks` what it remarks on the files), `scored` (pairs from scores made elsewhere),
`asking` (questions to an answer), `files` (spreadsheets in, with `sheets` and `tables`), `writing`
(files out), `criteria_file` and `criteria.toml` (weights and rules that an office can change).

A new criterion is a function and a row of the table in `criteria`, a weight in `problem` and a line
in `criteria.toml`; a new hard rule a function and a row in `rules`; both need their sentences in
`words`.
"""
