# Completion of swarmcast in fish. Made by tests/manual/make.py from what the program declares: do not edit.

function __swarmcast_first -d 'Whether no word is before the present one'
    test (count (commandline -opc)) -eq 1
end

function __swarmcast_in -a wanted -d 'Whether the line is one of this command'
    set -l words (commandline -opc)
    contains -- "$words[2]" project fit batch backtest learn scrape watch curves help; or set words[2] project
    test $words[2] = $wanted
end

function __swarmcast_lacks -d 'Whether none of these options has been given: COMMAND NAME...'
    __swarmcast_in $argv[1]; or return
    for word in (commandline -opc)
        contains -- (string replace -r '=.*' '' -- $word) $argv[2..]; and return 1
    end
    return 0
end

function __swarmcast_awaits -d 'The same of options with an argument, which may be what is being typed'
    __swarmcast_lacks $argv; and return
    __swarmcast_in $argv[1]; or return
    set -l words (commandline -opc)
    contains -- $words[-1] $argv[2..]; or return
    for word in $words[1..-2]
        contains -- (string replace -r '=.*' '' -- $word) $argv[2..]; and return 1
    end
    return 0
end

function __swarmcast_wants_word -d 'Whether it has no word yet: COMMAND OPTION_WITH_ARGUMENT...'
    __swarmcast_in $argv[1]; or return
    set -l is_argument
    set -l only_words
    for word in (commandline -opc)[3..]
        if test -n "$is_argument"
            set is_argument
        else if test -z "$only_words"; and test "$word" = --
            set only_words yes
        else if test -n "$only_words"; or not string match -q -- '-?*' $word
            return 1
        else if contains -- $word $argv[2..]
            set is_argument yes
        end
    end
    return 0
end

complete -c swarmcast -f
complete -c swarmcast -n __swarmcast_first -a project -d 'project a release from its first readings (the default)'
complete -c swarmcast -n __swarmcast_first -a fit -d 'classical least squares: every curve through the readings'
complete -c swarmcast -n __swarmcast_first -a batch -d 'project many series, one result each, in order'
complete -c swarmcast -n __swarmcast_first -a backtest -d 'hide the later readings of past series, project them, and score it'
complete -c swarmcast -n __swarmcast_first -a learn -d 'a prior from your own past releases'
complete -c swarmcast -n __swarmcast_first -a scrape -d 'add a tracker\'s counts to a log that project reads'
complete -c swarmcast -n __swarmcast_first -a watch -d 'project again whenever a log grows'
complete -c swarmcast -n __swarmcast_first -a curves -d 'list the growth curves: formula, parameters, reference'
complete -c swarmcast -n __swarmcast_first -a help -d 'how to use a command'

complete -c swarmcast -n '__swarmcast_awaits project -i --input' -l input -s i -r -F -d 'CSV, TSV, JSON or lines like 10h 200k; - is standard input; readings given as arguments are added to it'
complete -c swarmcast -n '__swarmcast_awaits project --from' -l from -x -a 'csv tsv lines json' -d 'csv, tsv, lines or json (default: as it looks)'
complete -c swarmcast -n '__swarmcast_awaits project --release' -l release -x -d 'when it was released, for clock times: 2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z'
complete -c swarmcast -n '__swarmcast_awaits project --since' -l since -x -d 'when counting began, if after the release: 3h'
complete -c swarmcast -n '__swarmcast_awaits project --series' -l series -x -d 'which of the file\'s series'
complete -c swarmcast -n '__swarmcast_awaits project --source' -l source -x -d 'whose counts, of a file with several sources'
complete -c swarmcast -n '__swarmcast_awaits project --time-column' -l time-column -x -d 'the column of the times (default: time, hours, days, timestamp or epoch)'
complete -c swarmcast -n '__swarmcast_awaits project --count-column' -l count-column -x -d 'the column of the counts (default: count, downloads, completed, snatches or views)'
complete -c swarmcast -n '__swarmcast_awaits project --series-column' -l series-column -x -d 'the column that tells series apart (default: series, series_id, id or title)'
complete -c swarmcast -n '__swarmcast_lacks project --increments' -l increments -d 'counts are those of each interval: add them up'
complete -c swarmcast -n '__swarmcast_lacks project --hold' -l hold -d 'swarms no longer read keep their last count'
complete -c swarmcast -n '__swarmcast_awaits project --on-fall' -l on-fall -x -a 'refuse correct reset' -d 'a count falls by over 2 %: refuse (the default), correct (trust the later) or reset (counter restarted)'
complete -c swarmcast -n '__swarmcast_awaits project --at' -l at -x -d '24h,48h,7d after the release, +12h after the last reading, or clock times (default: up to ten times its age)'
complete -c swarmcast -n '__swarmcast_awaits project --level' -l level -x -d 'bands in percent (default: 80,95)'
complete -c swarmcast -n '__swarmcast_in project' -l reach -x -d 'when will it get there? May be given more than once'
complete -c swarmcast -n '__swarmcast_in project' -l against -x -d 'how many times that number is it? 152000:ratings; may be given more than once'
complete -c swarmcast -n '__swarmcast_lacks project --compare' -l compare -d 'also what simpler methods would say'
complete -c swarmcast -n '__swarmcast_lacks project --explain' -l explain -d 'also what each curve makes of the readings, and which next reading would tell most (table and JSON)'
complete -c swarmcast -n '__swarmcast_awaits project --curve' -l curve -x -d 'only these curves: hill,omori (see: swarmcast curves)'
complete -c swarmcast -n '__swarmcast_awaits project --prior' -l prior -r -F -d 'what to expect of a release, in JSON (default: built in)'
complete -c swarmcast -n '__swarmcast_awaits project --method' -l method -x -a 'posterior least-squares' -d 'posterior (the default), or least-squares: as other tools do it, with bands that are too narrow'
complete -c swarmcast -n '__swarmcast_awaits project --band' -l band -x -a 'prediction confidence' -d 'of least squares: prediction (the default: of a new count) or confidence (of the curve)'
complete -c swarmcast -n '__swarmcast_lacks project --chart' -l chart -d 'draw one above the table: readings, estimate and bands (the default on a terminal of 40 columns)'
complete -c swarmcast -n '__swarmcast_lacks project --no-chart' -l no-chart -d 'draw none'
complete -c swarmcast -n '__swarmcast_awaits project --log' -l log -x -a 'x y xy' -d 'x, y or xy: logarithmic axes, in every picture'
complete -c swarmcast -n '__swarmcast_lacks project --ascii' -l ascii -d 'draw with ASCII (the default outside UTF-8 locales)'
complete -c swarmcast -n '__swarmcast_awaits project --svg' -l svg -r -F -d 'write the picture to this file too, as SVG'
complete -c swarmcast -n '__swarmcast_awaits project --title' -l title -x -d 'what is counted, for the first sentence'
complete -c swarmcast -n '__swarmcast_awaits project --format' -l format -x -a 'table json csv vega' -d 'table (the default), json, csv or vega (Vega-Lite)'
complete -c swarmcast -n '__swarmcast_lacks project --strict' -l strict -d 'take warnings as errors'
complete -c swarmcast -n '__swarmcast_lacks project -q --quiet' -l quiet -s q -d 'print no warnings'
complete -c swarmcast -n '__swarmcast_awaits project --color' -l color -x -a 'auto always never' -d 'auto (the default: on a terminal), always, never'
complete -c swarmcast -n '__swarmcast_lacks project -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks project --version' -l version -d 'which version this is'

complete -c swarmcast -n '__swarmcast_awaits fit -i --input' -l input -s i -r -F -d 'CSV, TSV, JSON or lines like 10h 200k; - is standard input; readings given as arguments are added to it'
complete -c swarmcast -n '__swarmcast_awaits fit --from' -l from -x -a 'csv tsv lines json' -d 'csv, tsv, lines or json (default: as it looks)'
complete -c swarmcast -n '__swarmcast_awaits fit --release' -l release -x -d 'when it was released, for clock times: 2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z'
complete -c swarmcast -n '__swarmcast_awaits fit --since' -l since -x -d 'when counting began, if after the release: 3h'
complete -c swarmcast -n '__swarmcast_awaits fit --series' -l series -x -d 'which of the file\'s series'
complete -c swarmcast -n '__swarmcast_awaits fit --source' -l source -x -d 'whose counts, of a file with several sources'
complete -c swarmcast -n '__swarmcast_awaits fit --time-column' -l time-column -x -d 'the column of the times (default: time, hours, days, timestamp or epoch)'
complete -c swarmcast -n '__swarmcast_awaits fit --count-column' -l count-column -x -d 'the column of the counts (default: count, downloads, completed, snatches or views)'
complete -c swarmcast -n '__swarmcast_awaits fit --series-column' -l series-column -x -d 'the column that tells series apart (default: series, series_id, id or title)'
complete -c swarmcast -n '__swarmcast_lacks fit --increments' -l increments -d 'counts are those of each interval: add them up'
complete -c swarmcast -n '__swarmcast_lacks fit --hold' -l hold -d 'swarms no longer read keep their last count'
complete -c swarmcast -n '__swarmcast_awaits fit --on-fall' -l on-fall -x -a 'refuse correct reset' -d 'a count falls by over 2 %: refuse (the default), correct (trust the later) or reset (counter restarted)'
complete -c swarmcast -n '__swarmcast_lacks fit --any' -l any -d 'counts are numbers of any kind: -3.5, 1.2e6; they may fall, and times may repeat'
complete -c swarmcast -n '__swarmcast_awaits fit --curve' -l curve -x -d 'only these curves: hill,richards (see: swarmcast curves)'
complete -c swarmcast -n '__swarmcast_awaits fit --on' -l on -x -a 'cumulative increments' -d 'cumulative (the default: the counts as typed) or increments (those of each interval: sounder errors)'
complete -c swarmcast -n '__swarmcast_awaits fit --interval' -l interval -x -a 'wald profile' -d 'wald (the default: estimate +- t standard errors) or profile (where the fit becomes too bad)'
complete -c swarmcast -n '__swarmcast_awaits fit --level' -l level -x -d 'of the intervals (default: 95)'
complete -c swarmcast -n '__swarmcast_awaits fit --title' -l title -x -d 'what is counted, for the first sentence'
complete -c swarmcast -n '__swarmcast_awaits fit --format' -l format -x -a 'table json csv' -d 'table (the default), json or csv'
complete -c swarmcast -n '__swarmcast_lacks fit --strict' -l strict -d 'take warnings as errors'
complete -c swarmcast -n '__swarmcast_lacks fit -q --quiet' -l quiet -s q -d 'print no warnings'
complete -c swarmcast -n '__swarmcast_awaits fit --color' -l color -x -a 'auto always never' -d 'auto (the default: on a terminal), always, never'
complete -c swarmcast -n '__swarmcast_lacks fit -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks fit --version' -l version -d 'which version this is'

complete -c swarmcast -n '__swarmcast_awaits batch --from' -l from -x -a 'csv tsv lines json' -d 'csv, tsv, lines or json (default: as it looks)'
complete -c swarmcast -n '__swarmcast_awaits batch --release' -l release -x -d 'when it was released, for clock times: 2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z'
complete -c swarmcast -n '__swarmcast_awaits batch --since' -l since -x -d 'when counting began, if after the release: 3h'
complete -c swarmcast -n '__swarmcast_awaits batch --source' -l source -x -d 'whose counts, of a file with several sources'
complete -c swarmcast -n '__swarmcast_awaits batch --time-column' -l time-column -x -d 'the column of the times (default: time, hours, days, timestamp or epoch)'
complete -c swarmcast -n '__swarmcast_awaits batch --count-column' -l count-column -x -d 'the column of the counts (default: count, downloads, completed, snatches or views)'
complete -c swarmcast -n '__swarmcast_awaits batch --series-column' -l series-column -x -d 'the column that tells series apart (default: series, series_id, id or title)'
complete -c swarmcast -n '__swarmcast_lacks batch --gather' -l gather -d 'rows of a series need not stand together: hold the table in memory'
complete -c swarmcast -n '__swarmcast_awaits batch --first-line' -l first-line -x -d 'FILE is a part of a larger one in JSON, and begins with its line N: errors name the lines of that one'
complete -c swarmcast -n '__swarmcast_lacks batch --increments' -l increments -d 'counts are those of each interval: add them up'
complete -c swarmcast -n '__swarmcast_lacks batch --hold' -l hold -d 'swarms no longer read keep their last count'
complete -c swarmcast -n '__swarmcast_awaits batch --on-fall' -l on-fall -x -a 'refuse correct reset' -d 'a count falls by over 2 %: refuse (the default), correct (trust the later) or reset (counter restarted)'
complete -c swarmcast -n '__swarmcast_awaits batch --at' -l at -x -d '24h,48h,7d after the release, +12h after the last reading, or clock times (default: up to ten times its age)'
complete -c swarmcast -n '__swarmcast_awaits batch --level' -l level -x -d 'bands in percent (default: 80,95)'
complete -c swarmcast -n '__swarmcast_in batch' -l reach -x -d 'when will it get there? May be given more than once'
complete -c swarmcast -n '__swarmcast_in batch' -l against -x -d 'how many times that number is it? 152000:ratings; may be given more than once'
complete -c swarmcast -n '__swarmcast_lacks batch --compare' -l compare -d 'also what simpler methods would say'
complete -c swarmcast -n '__swarmcast_lacks batch --explain' -l explain -d 'also what each curve makes of the readings, and which next reading would tell most (table and JSON)'
complete -c swarmcast -n '__swarmcast_awaits batch --curve' -l curve -x -d 'only these curves: hill,omori (see: swarmcast curves)'
complete -c swarmcast -n '__swarmcast_awaits batch --prior' -l prior -r -F -d 'what to expect of a release, in JSON (default: built in)'
complete -c swarmcast -n '__swarmcast_awaits batch --method' -l method -x -a 'posterior least-squares' -d 'posterior (the default), or least-squares: as other tools do it, with bands that are too narrow'
complete -c swarmcast -n '__swarmcast_awaits batch --band' -l band -x -a 'prediction confidence' -d 'of least squares: prediction (the default: of a new count) or confidence (of the curve)'
complete -c swarmcast -n '__swarmcast_awaits batch -j --jobs' -l jobs -s j -x -d 'how many threads (default: one a processor)'
complete -c swarmcast -n '__swarmcast_awaits batch --format' -l format -x -a 'json csv' -d 'json (the default: a line for each series) or csv (a row for each series, horizon and level)'
complete -c swarmcast -n '__swarmcast_awaits batch --resume' -l resume -r -F -d 'write to the file OUT, after what an interrupted job has written there'
complete -c swarmcast -n '__swarmcast_awaits batch --progress' -l progress -x -a 'auto on off' -d 'on standard error: auto (the default: on a terminal), on, off'
complete -c swarmcast -n '__swarmcast_lacks batch --strict' -l strict -d 'stop at the first error or warning'
complete -c swarmcast -n '__swarmcast_lacks batch -q --quiet' -l quiet -s q -d 'print no summary of errors and warnings'
complete -c swarmcast -n '__swarmcast_lacks batch -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks batch --version' -l version -d 'which version this is'
complete -c swarmcast -n '__swarmcast_wants_word batch --from --release --since --source --time-column --count-column --series-column --first-line --on-fall --at --level --reach --against --curve --prior --method --band -j --jobs --format --resume --progress' -F

complete -c swarmcast -n '__swarmcast_awaits backtest --from' -l from -x -a 'csv tsv lines json' -d 'csv, tsv, lines or json (default: as it looks)'
complete -c swarmcast -n '__swarmcast_awaits backtest --release' -l release -x -d 'when it was released, for clock times: 2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z'
complete -c swarmcast -n '__swarmcast_awaits backtest --since' -l since -x -d 'when counting began, if after the release: 3h'
complete -c swarmcast -n '__swarmcast_awaits backtest --source' -l source -x -d 'whose counts, of a file with several sources'
complete -c swarmcast -n '__swarmcast_awaits backtest --time-column' -l time-column -x -d 'the column of the times (default: time, hours, days, timestamp or epoch)'
complete -c swarmcast -n '__swarmcast_awaits backtest --count-column' -l count-column -x -d 'the column of the counts (default: count, downloads, completed, snatches or views)'
complete -c swarmcast -n '__swarmcast_awaits backtest --series-column' -l series-column -x -d 'the column that tells series apart (default: series, series_id, id or title)'
complete -c swarmcast -n '__swarmcast_awaits backtest --family-column' -l family-column -x -d 'the column that tells families of series apart (default: family)'
complete -c swarmcast -n '__swarmcast_lacks backtest --increments' -l increments -d 'counts are those of each interval: add them up'
complete -c swarmcast -n '__swarmcast_lacks backtest --hold' -l hold -d 'swarms no longer read keep their last count'
complete -c swarmcast -n '__swarmcast_awaits backtest --on-fall' -l on-fall -x -a 'refuse correct reset' -d 'a count falls by over 2 %: refuse (the default), correct (trust the later) or reset (counter restarted)'
complete -c swarmcast -n '__swarmcast_awaits backtest --origins' -l origins -x -d 'of whole series, hide what comes after so many readings (default: 2,3,5,8)'
complete -c swarmcast -n '__swarmcast_awaits backtest --curve' -l curve -x -d 'only these curves: hill,omori (see: swarmcast curves)'
complete -c swarmcast -n '__swarmcast_awaits backtest --prior' -l prior -r -F -d 'what to expect of a release, in JSON (default: built in)'
complete -c swarmcast -n '__swarmcast_awaits backtest -j --jobs' -l jobs -s j -x -d 'how many threads (default: one a processor)'
complete -c swarmcast -n '__swarmcast_awaits backtest --svg' -l svg -r -F -d 'write the picture to this file too, as SVG'
complete -c swarmcast -n '__swarmcast_awaits backtest --format' -l format -x -a 'table json csv' -d 'table (the default), json or csv'
complete -c swarmcast -n '__swarmcast_lacks backtest --strict' -l strict -d 'take warnings as errors'
complete -c swarmcast -n '__swarmcast_lacks backtest -q --quiet' -l quiet -s q -d 'print no warnings'
complete -c swarmcast -n '__swarmcast_awaits backtest --color' -l color -x -a 'auto always never' -d 'auto (the default: on a terminal), always, never'
complete -c swarmcast -n '__swarmcast_lacks backtest -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks backtest --version' -l version -d 'which version this is'
complete -c swarmcast -n '__swarmcast_wants_word backtest --from --release --since --source --time-column --count-column --series-column --family-column --on-fall --origins --curve --prior -j --jobs --svg --format --color' -F

complete -c swarmcast -n '__swarmcast_awaits learn --from' -l from -x -a 'csv tsv lines json' -d 'csv, tsv, lines or json (default: as it looks)'
complete -c swarmcast -n '__swarmcast_awaits learn --release' -l release -x -d 'when it was released, for clock times: 2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z'
complete -c swarmcast -n '__swarmcast_awaits learn --since' -l since -x -d 'when counting began, if after the release: 3h'
complete -c swarmcast -n '__swarmcast_awaits learn --source' -l source -x -d 'whose counts, of a file with several sources'
complete -c swarmcast -n '__swarmcast_awaits learn --time-column' -l time-column -x -d 'the column of the times (default: time, hours, days, timestamp or epoch)'
complete -c swarmcast -n '__swarmcast_awaits learn --count-column' -l count-column -x -d 'the column of the counts (default: count, downloads, completed, snatches or views)'
complete -c swarmcast -n '__swarmcast_awaits learn --series-column' -l series-column -x -d 'the column that tells series apart (default: series, series_id, id or title)'
complete -c swarmcast -n '__swarmcast_awaits learn --family-column' -l family-column -x -d 'the column that tells families of series apart (default: family)'
complete -c swarmcast -n '__swarmcast_lacks learn --increments' -l increments -d 'counts are those of each interval: add them up'
complete -c swarmcast -n '__swarmcast_lacks learn --hold' -l hold -d 'swarms no longer read keep their last count'
complete -c swarmcast -n '__swarmcast_awaits learn --on-fall' -l on-fall -x -a 'refuse correct reset' -d 'a count falls by over 2 %: refuse (the default), correct (trust the later) or reset (counter restarted)'
complete -c swarmcast -n '__swarmcast_awaits learn --origins' -l origins -x -d 'of whole series, hide what comes after so many readings (default: 2,3,5,8)'
complete -c swarmcast -n '__swarmcast_awaits learn --prior' -l prior -r -F -d 'the prior to start from, in JSON (default: built in)'
complete -c swarmcast -n '__swarmcast_awaits learn --curve' -l curve -x -d 'only these curves: hill,omori (see: swarmcast curves)'
complete -c swarmcast -n '__swarmcast_lacks learn --absolute' -l absolute -d 'timescales in hours, not relative to the last reading: for releases that all live at one pace'
complete -c swarmcast -n '__swarmcast_awaits learn --name' -l name -x -d 'of the prior, shown with results (default: learned)'
complete -c swarmcast -n '__swarmcast_awaits learn --date' -l date -x -d 'a date to note in the prior (default: none)'
complete -c swarmcast -n '__swarmcast_awaits learn -j --jobs' -l jobs -s j -x -d 'how many threads (default: one a processor)'
complete -c swarmcast -n '__swarmcast_awaits learn -o --output' -l output -s o -r -F -d 'where the prior goes (default: standard output)'
complete -c swarmcast -n '__swarmcast_lacks learn --strict' -l strict -d 'take warnings as errors'
complete -c swarmcast -n '__swarmcast_lacks learn -q --quiet' -l quiet -s q -d 'print no warnings'
complete -c swarmcast -n '__swarmcast_awaits learn --color' -l color -x -a 'auto always never' -d 'auto (the default: on a terminal), always, never'
complete -c swarmcast -n '__swarmcast_lacks learn -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks learn --version' -l version -d 'which version this is'
complete -c swarmcast -n '__swarmcast_wants_word learn --from --release --since --source --time-column --count-column --series-column --family-column --on-fall --origins --prior --curve --name --date -j --jobs -o --output --color' -F

complete -c swarmcast -n '__swarmcast_awaits scrape --at' -l at -x -d 'when it was fetched: 2014-12-25T14:00Z (default: now)'
complete -c swarmcast -n '__swarmcast_awaits scrape -o --output' -l output -s o -r -F -d 'add the rows to this file, with a header if it is new (default: standard output, with a header)'
complete -c swarmcast -n '__swarmcast_lacks scrape --strict' -l strict -d 'take warnings as errors'
complete -c swarmcast -n '__swarmcast_lacks scrape -q --quiet' -l quiet -s q -d 'print no warnings'
complete -c swarmcast -n '__swarmcast_lacks scrape -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks scrape --version' -l version -d 'which version this is'
complete -c swarmcast -n '__swarmcast_wants_word scrape --at -o --output' -F

complete -c swarmcast -n '__swarmcast_in watch' -l alert -x -d 'end with a line and exit code 10 once this holds: \'p80(48h) > 2M\'; may be given more than once'
complete -c swarmcast -n '__swarmcast_awaits watch --interval' -l interval -x -d 'how often to look: 5s, 1m (default: 1s)'
complete -c swarmcast -n '__swarmcast_awaits watch --keep' -l keep -x -d 'show how the estimate moved over the last N readings (default: 8)'
complete -c swarmcast -n '__swarmcast_awaits watch --from' -l from -x -a 'csv tsv lines json' -d 'csv, tsv, lines or json (default: as it looks)'
complete -c swarmcast -n '__swarmcast_awaits watch --release' -l release -x -d 'when it was released, for clock times: 2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z'
complete -c swarmcast -n '__swarmcast_awaits watch --since' -l since -x -d 'when counting began, if after the release: 3h'
complete -c swarmcast -n '__swarmcast_awaits watch --series' -l series -x -d 'which of the file\'s series'
complete -c swarmcast -n '__swarmcast_awaits watch --source' -l source -x -d 'whose counts, of a file with several sources'
complete -c swarmcast -n '__swarmcast_awaits watch --time-column' -l time-column -x -d 'the column of the times (default: time, hours, days, timestamp or epoch)'
complete -c swarmcast -n '__swarmcast_awaits watch --count-column' -l count-column -x -d 'the column of the counts (default: count, downloads, completed, snatches or views)'
complete -c swarmcast -n '__swarmcast_awaits watch --series-column' -l series-column -x -d 'the column that tells series apart (default: series, series_id, id or title)'
complete -c swarmcast -n '__swarmcast_lacks watch --increments' -l increments -d 'counts are those of each interval: add them up'
complete -c swarmcast -n '__swarmcast_lacks watch --hold' -l hold -d 'swarms no longer read keep their last count'
complete -c swarmcast -n '__swarmcast_awaits watch --on-fall' -l on-fall -x -a 'refuse correct reset' -d 'a count falls by over 2 %: refuse (the default), correct (trust the later) or reset (counter restarted)'
complete -c swarmcast -n '__swarmcast_awaits watch --at' -l at -x -d '24h,48h,7d after the release, +12h after the last reading, or clock times (default: up to ten times its age)'
complete -c swarmcast -n '__swarmcast_awaits watch --level' -l level -x -d 'bands in percent (default: 80,95)'
complete -c swarmcast -n '__swarmcast_in watch' -l reach -x -d 'when will it get there? May be given more than once'
complete -c swarmcast -n '__swarmcast_in watch' -l against -x -d 'how many times that number is it? 152000:ratings; may be given more than once'
complete -c swarmcast -n '__swarmcast_lacks watch --compare' -l compare -d 'also what simpler methods would say'
complete -c swarmcast -n '__swarmcast_lacks watch --explain' -l explain -d 'also what each curve makes of the readings, and which next reading would tell most (table and JSON)'
complete -c swarmcast -n '__swarmcast_awaits watch --curve' -l curve -x -d 'only these curves: hill,omori (see: swarmcast curves)'
complete -c swarmcast -n '__swarmcast_awaits watch --prior' -l prior -r -F -d 'what to expect of a release, in JSON (default: built in)'
complete -c swarmcast -n '__swarmcast_awaits watch --method' -l method -x -a 'posterior least-squares' -d 'posterior (the default), or least-squares: as other tools do it, with bands that are too narrow'
complete -c swarmcast -n '__swarmcast_awaits watch --band' -l band -x -a 'prediction confidence' -d 'of least squares: prediction (the default: of a new count) or confidence (of the curve)'
complete -c swarmcast -n '__swarmcast_lacks watch --chart' -l chart -d 'draw one above the table: readings, estimate and bands (the default on a terminal of 40 columns)'
complete -c swarmcast -n '__swarmcast_lacks watch --no-chart' -l no-chart -d 'draw none'
complete -c swarmcast -n '__swarmcast_awaits watch --log' -l log -x -a 'x y xy' -d 'x, y or xy: logarithmic axes, in every picture'
complete -c swarmcast -n '__swarmcast_lacks watch --ascii' -l ascii -d 'draw with ASCII (the default outside UTF-8 locales)'
complete -c swarmcast -n '__swarmcast_awaits watch --title' -l title -x -d 'what is counted, for the first sentence'
complete -c swarmcast -n '__swarmcast_awaits watch --format' -l format -x -a 'table json none' -d 'table (the default), json (an object a line, also of an alert), or none (nothing but an alert)'
complete -c swarmcast -n '__swarmcast_lacks watch --strict' -l strict -d 'end with 2 at a warning or a log that cannot be read'
complete -c swarmcast -n '__swarmcast_lacks watch -q --quiet' -l quiet -s q -d 'print no warnings'
complete -c swarmcast -n '__swarmcast_awaits watch --color' -l color -x -a 'auto always never' -d 'auto (the default: on a terminal), always, never'
complete -c swarmcast -n '__swarmcast_lacks watch -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks watch --version' -l version -d 'which version this is'
complete -c swarmcast -n '__swarmcast_wants_word watch --alert --interval --keep --from --release --since --series --source --time-column --count-column --series-column --on-fall --at --level --reach --against --curve --prior --method --band --log --title --format --color' -F

complete -c swarmcast -n '__swarmcast_awaits curves --format' -l format -x -a 'table json' -d 'table (the default) or json'
complete -c swarmcast -n '__swarmcast_awaits curves --color' -l color -x -a 'auto always never' -d 'auto (the default: on a terminal), always, never'
complete -c swarmcast -n '__swarmcast_lacks curves -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks curves --version' -l version -d 'which version this is'

complete -c swarmcast -n '__swarmcast_lacks help -h --help' -l help -s h -d 'this page'
complete -c swarmcast -n '__swarmcast_lacks help --version' -l version -d 'which version this is'
complete -c swarmcast -n '__swarmcast_wants_word help' -a project -d 'project a release from its first readings (the default)'
complete -c swarmcast -n '__swarmcast_wants_word help' -a fit -d 'classical least squares: every curve through the readings'
complete -c swarmcast -n '__swarmcast_wants_word help' -a batch -d 'project many series, one result each, in order'
complete -c swarmcast -n '__swarmcast_wants_word help' -a backtest -d 'hide the later readings of past series, project them, and score it'
complete -c swarmcast -n '__swarmcast_wants_word help' -a learn -d 'a prior from your own past releases'
complete -c swarmcast -n '__swarmcast_wants_word help' -a scrape -d 'add a tracker\'s counts to a log that project reads'
complete -c swarmcast -n '__swarmcast_wants_word help' -a watch -d 'project again whenever a log grows'
complete -c swarmcast -n '__swarmcast_wants_word help' -a curves -d 'list the growth curves: formula, parameters, reference'
complete -c swarmcast -n '__swarmcast_wants_word help' -a help -d 'how to use a command'
