//! Dialogues with thermometers and the bath. Pages are those at the head of the instruments' files in `rigs/wire`.

use super::dialogue::{Dialogue, Far, Notation, ask, hear, tell};

pub fn dialogues() -> Vec<Dialogue> {
    vec![
        super_thermometer("Fluke 1595A", "fluke/1595a", "1595A"),
        super_thermometer("Fluke 1594A", "fluke/1594a", "1594A"),
        millik(),
        bath(),
    ]
}

/// 25.5 ohm at the triple point are 27.5 ohm at 20 °C.
const OHM: &str = r"27\.\d{6}\r\n";

fn super_thermometer(name: &'static str, model: &'static str, who: &str) -> Dialogue {
    let stale = "-230,\"Data corrupt or stale\"\r\n";
    Dialogue {
        name,
        far: Far::Instrument(model),
        baud: 9_600,
        pace: 5.0,
        notation: Notation::Text,
        steps: vec![
            ask("*IDN?\r", &format!(r"FLUKE,{who},SIMULATED,1\.00\r\n")),
            // Section 8.7.1: CR or LF, either case, three or four letters of a word; 8.7.3.89: 16, and 0 when it has been read
            // and the next measurement is not done.
            ask("STAT:OPER?\r", "16\r\n").after(3.0),
            ask("fetch?\nStatus:Operation?\n", &format!("{OHM}(0|16)\r\n")),
            // 8.7.3.60: with a new input there is nothing to fetch: no reply, and an error in the queue.
            ask(
                "ROUT:CLOS (@2)\rROUT:CLOS?\rFETC?\rSYST:ERR?\rSYST:ERR?\r",
                &format!("2\r\n{stale}0,\"No error\"\r\n"),
            )
            .begins(-100.0..=100.0)
            .pauses(-100.0..=100.0),
            // In pieces, and when two seconds of integration are over.
            tell("FE").after(2.5),
            tell("TC"),
            ask("?\r", OHM),
            // No terminator, no command; junk in front spoils a line and no other; an empty line is nothing.
            tell("FETC?;"),
            ask("\r\r\n\u{80}\u{ff}\0FETC?\rFETC?\r", OHM).pauses(0.0..=100.0),
            ask("SYST:ERR?\rSYST:ERR?\rSYST:ERR?\r", "-113,[^\n]*\n-113,[^\n]*\n0,\"No error\"\r\n")
                .pauses(0.0..=100.0),
            tell("BREW COFFEE\r"),
            ask("*CLS\rSYST:ERR?\r", "0,\"No error\"\r\n"),
            tell("ROUT:CLOS (@9)\r"),
            ask("SYST:ERR?\r", "-113,[^\n]*\n"),
        ],
    }
}

fn millik() -> Dialogue {
    let ohm = r"27\.\d{1,6}";
    Dialogue {
        name: "Isotech milliK",
        far: Far::Instrument("isotech/millik"),
        baud: 9_600,
        pace: 5.0,
        notation: Notation::Text,
        steps: vec![
            // Page 79: carriage returns both ways. Drivers: remote first; several commands in a line.
            ask("MILL:REM;*IDN?\r", r"Isothermal Technology,milliK,SIMULATED,4\.0\.0\r"),
            tell("FETC?\r"),
            ask("sens:chan 1;sens:res:rang 115;sens:curr NORM;sens:res:wir 4;sens:res:wir?\r", r"4\r"),
            ask("MEASure:RESistance1? 115,NORM,4\r", &format!(r"{ohm}\r")).begins(1_000.0..=4_000.0),
            ask("FETC?\r", &format!(r"{ohm}\r")),
            // It measures, and what is asked meanwhile waits.
            ask("READ? 2\rSENS:CHAN?\r", &format!(r"{ohm},{ohm}\r1\r"))
                .begins(2_000.0..=8_000.0)
                .pauses(2_000.0..=8_100.0),
            // Page 88: a parameter that is not offered makes the command be ignored.
            ask("SENS:CHAN 7;SENS:CHAN?\r", r"1\r"),
            ask("SENS:RES:WIR 5;SENS:RES:WIR?\r", r"4\r"),
            ask("sens:res:rang 1e6;sens:res:rang?\r", r"Error: Invalid range\r"),
            tell("BREW COFFEE\r"),
            tell("\u{c3}\u{7f}\rSENS:CHA"),
            ask("N?\r", r"1\r"),
            tell("SENS:CHAN?"),
            ask("\r", r"1\r"),
            ask("MILL:LOC;CAL:VAL?\r", r"Calibration Okay\r"),
        ],
    }
}

fn bath() -> Dialogue {
    Dialogue {
        name: "Fluke (Hart) bath",
        far: Far::Instrument("fluke/hart-bath"),
        baud: 2_400,
        pace: 20.0,
        notation: Notation::Text,
        steps: vec![
            // Full duplex: every command comes back in front of its answer, and some have none (7037, page 47; 6331, page 53).
            ask("t\r", r"t\r\nt: \d\d\.\d\d C\r\n"),
            ask("T\r\n", r"T\r\nt: \d\d\.\d\d C\r\n"),
            ask("s=4.5\r", r"s=4\.5\r\n"),
            ask("s e t\r", r"s e t\r\nset: 4\.50 C\r\n"),
            ask("v\r", r"v\r\nv: 0\.00000\r\n"),
            ask("u\r", r"u\r\nu: C\r\n"),
            ask("c\r", r"c\r\nc: 60 C, in\r\n"),
            ask("*ver\r", r"\*ver\r\nver\.7341,1\.00\r\n"),
            // Out of range, or not understood: sent back, and no more.
            ask("s=900\r", r"s=900\r\n"),
            ask("s\rbrew\r", r"s\r\nset: 4\.50 C\r\nbrew\r\n"),
            // Backspace erases; noise is not sent back; a command may come in pieces.
            ask("xu\u{8}\u{8}u\r", r"u\r\nu: C\r\n"),
            tell("\u{f0}\u{80}\r"),
            tell("s"),
            ask("a\r", r"sa\r\nsa: 0\r\n"),
            // Half duplex, without line feeds; then samples unasked, a second apart, until they are stopped.
            ask("du=h\r", r"du=h\r\n"),
            ask("t\r", r"t: \d\d\.\d\d C\r\n"),
            tell("lf=of\r"),
            ask("u\r", r"u: C\r"),
            ask("sa=1\r", r"t: \d\d\.\d\d C\r").begins(0.0..=1_100.0).streams(),
            hear(r"(t: \d\d\.\d\d C\r){3}").streams(),
            ask("sa=0\rv\r", r"v: 0\.00000\r"),
        ],
    }
}
