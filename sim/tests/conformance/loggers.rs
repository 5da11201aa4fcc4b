//! Dialogues with loggers and sensors of RBR, Valeport and Aanderaa. Pages are those at the head of the instruments' files in `rigs/wire`.

use super::dialogue::{Dialogue, Far, Notation, ask, hear, tell};

pub fn dialogues() -> Vec<Dialogue> {
    vec![rbr(), valeport(), aanderaa()]
}

fn rbr() -> Dialogue {
    let reading = r"-?\d{1,3}\.\d{6,8}e[+-]\d{3}";
    let sample =
        |readings: usize| format!(r"2000-01-01 00:\d\d:\d\d\.\d{{3}}(, {reading}){{{readings}}}\r\n");
    // Settling and reading times of the channels.
    let fetches = 100.0..=1_000.0;
    Dialogue {
        name: "RBR Logger3",
        far: Far::Item(include_str!("../../../rigs/catalog/items/rbr-concerto3.toml")),
        baud: 19_200,
        pace: 3.0,
        notation: Notation::Text,
        steps: vec![
            // A character wakes it and is lost, then 50 ms; an empty command brings the prompt.
            tell("\r"),
            ask("\r", "Ready: "),
            ask("\r\n", "Ready: "),
            ask("\r\r", "Ready: Ready: "),
            ask(
                "id\r\n",
                r"id model = RBRconcerto3, version = 1\.092, serial = 999001, fwtype = 104\r\nReady: ",
            ),
            ask("id\n", r"id model = [^\n]*\nReady: "),
            ask("fetch sleepafter = false\r\n", &format!("{}Ready: ", sample(3))).begins(fetches.clone()),
            ask("fetch channels = temperature_00|pressure_00\r\n", &format!("{}Ready: ", sample(2)))
                .begins(fetches.clone()),
            ask("serial\r\n", r"serial baudrate = 19200, mode = rs232\r\nReady: "),
            ask(
                "outputformat labelslist\r\n",
                r"outputformat labelslist = conductivity_00\|temperature_00\|pressure_00\r\nReady: ",
            ),
            ask("channel 1\r\n", r"channel 1 type = cond11, [^\n]*label = conductivity_00\r\nReady: "),
            ask(
                "calibration all\r\n",
                r"calibration 1 [^\n]* \|\| calibration 2 [^\n]* \|\| calibration 3 [^\n]*\nReady: ",
            ),
            // "Command Entry": E0102, E0107, E0108.
            ask("brew coffee\r\n", r"E0102 invalid command 'brew'\r\nReady: "),
            ask("channel\r\n", r"E0107 expected argument missing\r\nReady: "),
            ask("channel 9\r\n", r"E0108 invalid argument to command: '9'\r\nReady: "),
            ask("fetch channels = brew_00\r\n", r"E0108 invalid argument to command: 'brew_00'\r\nReady: "),
            ask("\u{80}\u{3}\r\n", r"E0102 [^\n]*\nReady: "),
            // In pieces; two at once, of which the second waits until the first is done.
            tell("li"),
            ask("nk\r\n", r"link type = serial\r\nReady: "),
            ask("fetch\r\nlink\r\n", &format!("{}Ready: link type = serial\r\nReady: ", sample(3)))
                .begins(fetches)
                .pauses(100.0..=1_100.0),
            // It streams while it logs.
            ask("streamserial state = on\r\n", r"streamserial state = on\r\nReady: "),
            ask("enable\r\n", &format!(r"enable status = logging, warning = none\r\nReady: {}", sample(3)))
                .pauses(0.0..=2_000.0)
                .streams(),
            hear(&format!("({}){{2}}", sample(3))).streams(),
            ask("disable\r\n", r"disable status = stopped\r\nReady: "),
            // It sleeps ten seconds after the last command; what wakes it is lost.
            tell("id\r\n").after(11.0),
            ask("\r\n", "Ready: "),
            tell("sleep\r\n"),
            tell("\r\n"),
            ask("id\r\n", r"id model[^\n]*\nReady: "),
        ],
    }
}

fn valeport() -> Dialogue {
    // Tab-separated, of fixed width, leading zeros.
    let reading = r"(-?\d{4}\.\d)\t-?\d\d\.\d{3}\t-?\d\d\.\d{3}\r\n";
    Dialogue {
        name: "Valeport miniCTD",
        far: Far::Item(include_str!("../../../rigs/catalog/items/valeport-minictd.toml")),
        baud: 19_200,
        pace: 4.0,
        notation: Notation::Text,
        steps: vec![
            // For half a second after power it is deaf, and then says so.
            hear(">").begins(300.0..=1_000.0),
            // Every character comes back, CR as CR LF.
            ask("S\r", &format!("S\r\n{reading}>")).pauses(50.0..=2_000.0),
            tell("\n"),
            ask("#", "#"),
            ask("034", "034"),
            ask("\r", r"\r\nV-00001\r\n>"),
            ask("#039;M4\r#040\r", "#039;M4\r\n>#040\r\nM4\r\n>").pauses(0.0..=100.0),
            ask("#032\r", r"#032\r\n\w+\r\n>"),
            ask("BREW\r", "BREW\r\n>"),
            ask("\u{80}\r", "\r\n>"),
            // At its rate until `#`, which needs no CR; nothing else is heard meanwhile.
            ask("M8\r", &format!("M8\r\n({reading}){{4}}")).pauses(100.0..=2_000.0).streams(),
            ask("S\r", &format!("({reading}){{2}}")).streams(),
            ask("#", ">"),
            ask("M\r", &format!("M\r\n({reading}){{2}}")).pauses(100.0..=2_000.0).streams(),
            ask("#", ">"),
        ],
    }
}

fn aanderaa() -> Dialogue {
    let head = r"MEASUREMENT\t4330\t9901\tO2Concentration\[uM\]\t\d+\.\d{3}\tAirSaturation\[%\]\t\d+\.\d{3}\tTemperature\[Deg\.C\]\t\d+\.\d{3}";
    let raw = r"\tCalPhase\[Deg\]\t\d+\.\d{3}\tTCPhase\[Deg\]\t\d+\.\d{3}\tC1RPh\[Deg\]\t\d+\.\d{3}\tC2RPh\[Deg\]\t\d+\.\d{3}\tC1Amp\[mV\]\t\d+\.\d\tC2Amp\[mV\]\t\d+\.\d\tRawTemp\[mV\]\t-?\d+\.\d";
    let measured = format!(r"{head}{raw}\r\n");
    let measures = 500.0..=2_500.0;
    Dialogue {
        name: "Aanderaa 4330",
        far: Far::Item(include_str!("../../../rigs/catalog/items/aanderaa-4330.toml")),
        baud: 9_600,
        pace: 10.0,
        notation: Notation::Text,
        steps: vec![
            // TD 269, page 17: at power it measures within 1.5 s; at a reset it introduces itself first.
            hear(&measured).begins(0.0..=1_500.0),
            ask("Reset\r\n", &format!(r"#\r\nStartupInfo\t4330\t9901\t[^\n]*\n{measured}"))
                .pauses(0.0..=1_600.0),
            ask("Stop\r\n", "#\r\n"),
            ask("do sample\r\n", &format!("{measured}#\r\n")).begins(measures.clone()),
            ask("Do Output\r\n", &format!("{measured}#\r\n")),
            // Passkeys; what is set shows, and a comment is nothing.
            ask("Set Enable Polled Mode(yes)\r\n", r"\*\tERROR\t[^\n]*\n"),
            ask("Set Passkey(1)\r\n", "#\r\n"),
            ask("set enable polled mode(YES)\r\n", "#\r\n"),
            ask("Get Enable Polled Mode\r\n", r"Enable Polled Mode\t4330\t9901\tYes\r\n#\r\n"),
            ask("Set Interval(30)\r\n", "#\r\n"),
            ask("Set Interval(0)\r\n", r"\*\tERROR\t[^\n]*\n"),
            ask("Set Brew(1)\r\n", r"\*\tERROR\t[^\n]*\n"),
            ask("Brew coffee\r\n", r"\*\tERROR\t[^\n]*\n"),
            ask("\u{80}\u{4}\r\n", r"\*\tERROR\t[^\n]*\n"),
            tell("// Set sampling interval to 30 seconds\r\n"),
            tell("; nothing\r\n"),
            // In pieces; two at once; LF ends nothing.
            tell("Sa"),
            ask("ve\r\n", "#\r\n"),
            ask("Load\r\nSave\r\n", "#\r\n#\r\n"),
            tell("Save\n"),
            ask("\r", "#\r\n"),
            ask("Set Enable Rawdata(no)\r\nDo Output\r\n", "#\r\nMEASUREMENT[^\n]*\n#\r\n")
                .pauses(0.0..=200.0),
            ask("do sample\r\n", &format!("{head}\r\n#\r\n")).begins(measures),
            // Pages 28 and 33: a minute after the last character the line sleeps; what wakes it within 100 ms is lost.
            hear("%").begins(55_000.0..=60_100.0),
            ask("\r\n", "!").after(5.0),
            ask("Get Interval\r\n", r"Interval\t4330\t9901\t30\.000\r\n#\r\n"),
        ],
    }
}
