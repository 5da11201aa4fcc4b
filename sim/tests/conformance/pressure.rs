//! Dialogues with what measures and makes pressure. Pages are those at the head of the instruments' files in `rigs/wire`.

use super::dialogue::{Dialogue, Far, Notation, ask, tell};

pub fn dialogues() -> Vec<Dialogue> {
    vec![paroscientific(), ppch(), cpc8000()]
}

fn paroscientific() -> Dialogue {
    // One atmosphere and half a metre of water, in psi.
    let psi = r"\*00011[2-7]\.\d{5}\r\n";
    Dialogue {
        name: "Paroscientific",
        far: Far::Instrument("paroscientific/intelligent-transmitter"),
        baud: 9_600,
        pace: 5.0,
        notation: Notation::Text,
        steps: vec![
            // A sample takes its integration time.
            ask("*0100P3\r\n", psi).begins(300.0..=1_000.0),
            ask("*0100Q3\r\n", r"\*0001\d\d\.\d{5}\r\n").begins(300.0..=1_000.0),
            ask("*0100UN\r\n", r"\*0001UN=1\r\n"),
            ask("*0100SN\r\n", r"\*0001SN=\d+\r\n"),
            // Another's address, another host, no address, an unknown command.
            tell("*0200P3\r\n"),
            tell("*0107P3\r\n"),
            tell("P3\r\n"),
            tell("*0100ZZ\r\n"),
            // In pieces; after junk; a line without an end is none.
            tell("*01"),
            tell("00U"),
            ask("N\r\n", r"\*0001UN=1\r\n"),
            tell("\u{ff}\u{0}~~\r\n"),
            tell("*0100UN"),
            ask("\r\n", r"\*0001UN=1\r\n"),
            // One command at a time: a new one ends the sample that is under way.
            ask("*0100P3\r\n*0100Q3\r\n", r"\*0001\d\d\.\d{5}\r\n").begins(300.0..=1_000.0),
            ask("*0100P3\r\n*0100UN\r\n", r"\*0001UN=1\r\n"),
            tell("\r\n").after(1.0),
        ],
    }
}

fn ppch() -> Dialogue {
    let state = r"\d+\.\d{4} MPa a,-?\d+\.\d{3} MPa/s, 0\.101325 MPa a\r\n";
    Dialogue {
        name: "DHI PPCH",
        far: Far::Instrument("dhi/ppch"),
        baud: 9_600,
        pace: 100.0,
        notation: Notation::Text,
        steps: vec![
            ask("VER\r\n", r"DH INSTRUMENTS, INC PPCH SIMULATED Ver1\.00\r\n"),
            // PPCH-G manual, page 105: the answer waits for the end of a cycle, up to 1.5 s.
            ask("PRR?\r\n", &format!("(R|NR),{state}")).begins(0.0..=1_500.0),
            ask("PR\r\n", r"0\.\d{3} MPa a\r\n").begins(0.0..=1_500.0).after(2.0),
            ask("QPRR?\r\n", &format!("R,{state}")),
            // Both syntaxes.
            ask("HS=0.1\r\n", r"0\.1 MPa\r\n"),
            ask("hs?\r\n", r"0\.1 MPa\r\n"),
            ask("SS 0.05\r\n", r"0\.05 MPa/s\r\n"),
            ask("HEAD=10,in,N2\r\n", r"10, in, N2\r\n"),
            ask("HEAD 0,cm,N2\r\n", r"0, cm, N2\r\n"),
            // One message outstanding: the answer to the first is lost.
            ask("PRR?\r\nTP?\r\n", r"0\.000 MPa a\r\n"),
            tell("\r\n").after(2.0),
            // Not ready while it drives; ready when it holds; ABORT closes the valves.
            ask("PS 10\r\nSR?\r\n", r"NR\r\n").begins(0.0..=1_500.0),
            ask("STAT?\r\n", r"1\r\n"),
            ask("SR\r\n", r"R\r\n").begins(0.0..=1_500.0).after(300.0),
            ask("PR?\r\n", r"(10\.0|9\.9)\d\d MPa a\r\n").begins(0.0..=1_500.0),
            ask("PS 10\r\n", r"10\.000 MPa a\r\n"),
            ask("ABORT\r\n", r"ABORT\r\n"),
            ask("STAT\r\n", r"0\r\n"),
            // Errors: PPC2 AF manual, page 58.
            ask("PS 500\r\n", r"ERR# 6\r\n"),
            ask("ERR?\r\n", r"Numeric argument missing or out of range\r\n"),
            ask("PS ten\r\n", r"ERR# 13\r\n"),
            ask("BREW\r\n", r"ERR# 9\r\n"),
            ask("ERR\r\n", r"Unknown command\r\n"),
            ask("\u{b5}\u{80}\r\n", r"ERR# 9\r\n"),
            ask("REMOTE\r\n", r"REMOTE\r\n"),
            tell("T"),
            ask("P\r\n", r"10\.000 MPa a\r\n"),
            // Venting takes as long as it takes.
            ask("VENT 1\r\n", r"0\r\n"),
            ask("VENT?\r\n", r"1\r\n").after(300.0),
            ask("VENT\r\n", r"VENT=1\r\n"),
            ask("LOCAL\r\n", r"LOCAL\r\n"),
        ],
    }
}

fn cpc8000() -> Dialogue {
    let number = r"[+-]\d\.\d{5}E[+-]\d\d";
    Dialogue {
        name: "Mensor CPC8000",
        far: Far::Instrument("mensor/cpc8000"),
        baud: 57_600,
        pace: 100.0,
        notation: Notation::Text,
        steps: vec![
            // Page 56: keys first; CR, LF or both; either case; a space in front.
            tell("Keylock Yes\r"),
            ask("KEYLOCK?\n", " YES\r\n"),
            ask("a?\r\n", &format!(" {number}\r\n")),
            ask("Mode?\r", " VENT\r\n"),
            ask("Chan A\rchan?\r", " A\r\n"),
            // An error waits: E in front until the queue is empty.
            tell("BREW COFFEE\r"),
            tell("Setpt ten\r"),
            ask("A?\r", &format!("E{number}\r\n")),
            ask("Errorno?\r", "E1 - Unknown command\r\n"),
            ask("Errorno?\r", "E2 - Bad data\r\n"),
            ask("Errorno?\r", " 0 - No errors\r\n"),
            tell("Setpt 99999\r"),
            ask("Errorno?\rErrorno?\r", "E3 - [^\r]*\r\n 0 - No errors\r\n"),
            // Settling (page 57: output format 6).
            ask(
                "Units bar\rSetpt 100\rMode Control\rAS?\rOutform 6\r?\r",
                &format!(" NO\r\n {number}, \\+1\\.00000E\\+02, slewing\r\n"),
            )
            .pauses(0.0..=100.0),
            ask("AS?\r", " YES\r\n").after(300.0),
            ask("?\r", &format!(" {number}, \\+1\\.00000E\\+02, stable\r\n")),
            tell("Mode Measure\r"),
            ask("Mode?\r", " MEASURE\r\n"),
            // In pieces, after junk, without an end.
            tell("\u{fe}\u{1}\r"),
            tell("Err"),
            ask("orno?\r", "E1 - Unknown command\r\n"),
            tell("Units?"),
            ask("\n", " bar\r\n"),
            tell("Mode Vent\r"),
            ask("A?\r", " (9|1)[^\r]*\r\n| [+-][^\r]*\r\n").after(300.0),
        ],
    }
}
