//! Dialogues with Sea-Bird's instruments. Pages are those at the head of the instruments' files in `rigs/wire`.

use super::dialogue::{Dialogue, Far, Notation, Step, ask, hear, tell};

pub fn dialogues() -> Vec<Dialogue> {
    vec![
        microcat(),
        sea_cat("SBE 19plus V2", include_str!("../../../rigs/catalog/items/sbe-19plus-v2.toml"), &PROFILER),
        sea_cat("SBE 16plus V2", include_str!("../../../rigs/catalog/items/sbe-16plus-v2.toml"), &MOORED),
        deck_unit(),
    ]
}

const DATE: &str = r"01 Jan 2000, \d\d:\d\d:\d\d";

/// It sleeps after two minutes; any character wakes it, is lost, and brings the prompt.
fn wakes() -> [Step; 3] {
    let within_three_seconds = 0.0..=3_000.0;
    [
        ask("\r\n", "S>").begins(within_three_seconds.clone()),
        ask("\r\n", "\r\nS>"),
        ask("DS\r\n", "S>").after(125.0).begins(within_three_seconds),
    ]
}

fn microcat() -> Dialogue {
    let scan = format!(r"\d{{6}}, \d{{4}}\.\d{{3}}, \d{{6}}, \d{{4}}\.\d, {DATE}\r\n");
    let samples = 1_000.0..=4_000.0;
    let steps = vec![
        // Every command comes back in front of its answer (manual 041, page 30 to 46), in either case.
        ask("TSR\r\n", &format!("TSR\r\n{scan}S>")).pauses(samples.clone()),
        ask("tsr\r", &format!("tsr\r\n{scan}S>")).pauses(samples.clone()),
        ask("TS\r\n", &format!("TS\r\n{scan}S>")).pauses(samples.clone()),
        ask(
            "DS\r\n",
            r"DS\r\nSBE37SM-RS232 v5\.0\.0  SERIAL NO\. \d+ 01 Jan 2000 \d\d:\d\d:\d\d\r\nvMain = [^\n]*\nsamplenumber = 0, free = \d+\r\n[^>]*S>",
        ),
        ask("BREW\r\n", r"BREW\r\n\?cmd S>"),
        ask("OutputFormat=0\r\n", r"OutputFormat=0\r\nS>"),
        // LF ends no command; a command may come in pieces, and two at once; noise is no command that it knows.
        tell("D\n"),
        ask("S\rDS\r", r"DS\r\nSBE37SM[^>]*S>DS\r\nSBE37SM[^>]*S>"),
        ask("\u{80}\u{1}\r", r"\r\n\?cmd S>"),
        // While it samples it is deaf.
        ask("TSR\r\nDS\r\n", &format!("TSR\r\n{scan}S>")).pauses(samples),
        tell("QS\r\n").after(0.5),
    ];
    let mut steps = [&wakes()[..], &steps].concat();
    // What wakes it from its sleep is lost.
    steps.pop();
    steps.extend([ask("QS\r\n", "QS\r\n"), ask("x", "S>").begins(0.0..=3_000.0).after(1.0)]);
    Dialogue {
        name: "SBE 37-SM",
        far: Far::Item(include_str!("../../../rigs/catalog/items/deep-ctd.toml")),
        baud: 9_600,
        pace: 30.0,
        notation: Notation::Text,
        steps,
    }
}

/// What a profiler and a moored instrument write differently.
struct Written {
    device: &'static str,
    /// Scans of `OutputFormat` 0 to 3.
    scans: [&'static str; 4],
    /// In front of a scan of the log.
    mark: &'static str,
    /// Between scans of the log, ms.
    interval_ms: f64,
}

/// SBE 19plus V2 manual, pages 61 to 64: no external voltages here.
const PROFILER: Written = Written {
    device: "SBE19plus",
    scans: [
        r"[0-9A-F]{22}",
        r"[0-9A-F]{18}",
        r"\d+, \d+\.\d{3}, \d+, \d\.\d{4}",
        r" *\d+\.\d{4}, *\d\.\d{5}, *-?\d+\.\d{3}",
    ],
    mark: "",
    interval_ms: 250.0,
};

/// Page 61 and following: in moored mode time follows.
const MOORED: Written = Written {
    device: "SBE16plus",
    scans: [
        r"[0-9A-F]{30}",
        r"[0-9A-F]{26}",
        r"\d+, \d+\.\d{3}, \d+, \d\.\d{4}, 01 Jan 2000, \d\d:\d\d:\d\d",
        r" *\d+\.\d{4}, *\d\.\d{5}, *-?\d+\.\d{3}, 01 Jan 2000, \d\d:\d\d:\d\d",
    ],
    mark: "#",
    interval_ms: 10_000.0,
};

fn sea_cat(name: &'static str, file: &'static str, written: &Written) -> Dialogue {
    let [hex, converted_hex, decimal, converted] = written.scans;
    let (device, mark) = (written.device, written.mark);
    let samples = 250.0..=3_000.0;
    let takes =
        |sent: &'static str, scan: &str| ask(sent, &format!("TS\r\n{scan}\r\nS>")).pauses(samples.clone());
    let shows = |sent: &'static str, name: &str| {
        ask(
            sent,
            &format!("{sent}\n<{name} DeviceType = '{device}' SerialNumber = '\\d+'>\r\n.*</{name}>\r\nS>"),
        )
    };
    let logged = 0.0..=written.interval_ms + 200.0;
    let steps = vec![
        takes("TS\r\n", hex),
        ask("OutputFormat=1\r\n", "OutputFormat=1\r\nS>"),
        takes("TS\r\n", converted_hex),
        ask("OutputFormat=2\r\n", "OutputFormat=2\r\nS>"),
        takes("TS\r\n", decimal),
        ask("outputformat=3\r\n", "outputformat=3\r\nS>"),
        takes("TS\r\n", converted),
        ask("SL\r\n", &format!("SL\r\n{converted}\r\nS>")),
        ask(
            "OutputFormat=9\r\n",
            "OutputFormat=9\r\n<ERROR type='INVALID ARGUMENT' msg='out of range'/>\r\nS>",
        ),
        ask("BREW\r\n", r"BREW\r\n\?cmd S>"),
        shows("GetSD\r", "StatusData"),
        shows("GetCD\r", "ConfigurationData"),
        shows("GetCC\r", "CalibrationCoefficients"),
        shows("GetHD\r", "HardwareData"),
        ask("OutputExecutedTag=Y\r\n", "OutputExecutedTag=Y\r\n<Executed/>\r\nS>"),
        ask(
            "DS\r\n",
            r"DS\r\nSBE 1[69]plus V 2\.5\.2  SERIAL NO\. \d+    01 Jan 2000 \d\d:\d\d:\d\d\r\n[^>]*<Executed/>\r\nS>",
        ),
        ask("OutputExecutedTag=N\r\n", "OutputExecutedTag=N\r\nS>"),
        // Escape drops what was typed; pieces, and LF that ends nothing.
        tell("Get\u{1b}D"),
        tell("S\n"),
        ask("\r", r"DS\r\nSBE 1[69][^>]*S>"),
        takes("TS\r\nDS\r\n", converted),
        // It logs until it is told to stop, and meanwhile takes no sample on command.
        ask("StartNow\r\n", &format!("StartNow\r\nS>{mark}{converted}\r\n")).pauses(logged.clone()).streams(),
        hear(&format!("({mark}{converted}\r\n){{2}}")).begins(logged.clone()).streams(),
        ask("TS\r\n", r"TS\r\n\?cmd S>").streams(),
        ask("Stop\r\n", "Stop\r\nS>"),
        ask("QS\r\n", "QS\r\n"),
        ask("x", "S>").begins(0.0..=3_000.0).after(1.0),
    ];
    Dialogue {
        name,
        far: Far::Item(file),
        baud: 9_600,
        pace: 30.0,
        notation: Notation::Text,
        steps: [&wakes()[..], &steps].concat(),
    }
}

fn deck_unit() -> Dialogue {
    let scan = r"[0-9A-F]{60}\r\n";
    Dialogue {
        name: "SBE 911plus",
        far: Far::Item(include_str!("../../../rigs/catalog/items/sbe-911plus.toml")),
        baud: 19_200,
        pace: 3.0,
        notation: Notation::Text,
        steps: vec![
            // Always awake. Manual 017, page 81: GR starts, S stops, Xn leaves a word out.
            ask("\r", "S>"),
            ask("DS\r", r"SBE 11plus V 5\.1g\r\n[^>]*autorun on power up is disabled\r\nS>"),
            tell("BREW\r"),
            tell("\u{80}\u{2}\r"),
            tell("G"),
            // 24 scans of nine words and a bit, a twenty-fourth of a second apart.
            ask("R\r", &format!("({scan}){{24}}")).pauses(0.0..=1_000.0).streams(),
            hear(&format!("({scan}){{24}}")).streams(),
            ask("S\r", "S>"),
            ask("X3\rX4\r\n", "S>S>"),
            ask("X9\rDS\r", r"SBE 11plus[^>]*delete word 3 from scan\r\ndelete word 4 from scan\r\n[^>]*S>"),
            ask("GR\rX5\r", r"([0-9A-F]{48}\r\n){24}").pauses(0.0..=1_000.0).streams(),
            ask("S\r", "S>"),
        ],
    }
}
