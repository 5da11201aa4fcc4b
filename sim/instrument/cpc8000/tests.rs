//! The CPC8000-H against a scripted bench: modes, the stable flag, limits, the error queue.

use super::super::scripted::{ScriptedBench, ask, run_until};
use super::*;

struct Bench {
    cpc: Cpc8000,
    bench: ScriptedBench,
    now_ns: u64,
}

fn at_the_bench() -> Bench {
    Bench { cpc: Cpc8000::new(), bench: ScriptedBench::default(), now_ns: SECOND_NS }
}

impl Bench {
    fn ask(&mut self, line: &str) -> String {
        let heard = ask(&mut self.cpc, &mut self.bench, format!("{line}\r").as_bytes(), self.now_ns);
        self.now_ns += SECOND_NS;
        String::from_utf8(heard).unwrap()
    }

    fn wait(&mut self, seconds: u64) {
        let until_ns = self.now_ns + seconds * SECOND_NS;
        assert_eq!(run_until(&mut self.cpc, &mut self.bench, self.now_ns, until_ns), b"");
        self.now_ns = until_ns;
    }
}

#[test]
fn control_goes_to_the_set_point_and_is_stable_after_it_has_held() {
    let mut at = at_the_bench();
    assert_eq!(at.ask("Keylock Yes"), "");
    assert_eq!(at.ask("KEYLOCK?"), " YES\r\n");
    at.ask("Setpt 200");
    at.ask("Mode Control");
    at.ask("Outform 6");
    assert!(at.ask("?").ends_with(", +2.00000E+02, slewing\r\n"));
    assert_eq!((at.ask("AS?").as_str(), at.ask("ARS?").as_str()), (" NO\r\n", " NO\r\n"));
    at.wait(80);
    assert_eq!((at.ask("AS?").as_str(), at.ask("Stable?").as_str()), (" YES\r\n", " YES\r\n"));
    assert!(at.ask("?").ends_with(", +2.00000E+02, stable\r\n"));
    let pressure: f64 = at.ask("A?").trim().parse().unwrap();
    assert!((199.95..200.0).contains(&pressure), "{pressure}");
}

#[test]
fn standby_closes_the_valves_and_vent_lets_the_pressure_out() {
    let mut at = at_the_bench();
    at.ask("Setpt 200");
    at.ask("Mode Control");
    at.wait(10);
    at.ask("Mode Standby");
    at.wait(2);
    let (first, second) = (at.ask("A?"), at.ask("A?"));
    assert!(first == second && first.contains("E+01"), "{first} {second}");
    at.ask("Mode Vent");
    at.wait(60);
    assert_eq!((at.ask("A?").as_str(), at.ask("Mode?").as_str()), (" +1.01325E+00\r\n", " VENT\r\n"));
}

#[test]
fn what_is_wrong_sets_the_flag_until_the_queue_of_ten_is_read() {
    let mut at = at_the_bench();
    assert_eq!((at.ask("BREW"), at.ask("Setpt ten"), at.ask("Setpt 2000")), Default::default());
    assert_eq!(at.ask("Setpt?"), "E+0.00000E+00\r\n");
    assert_eq!(at.ask("Errorno?"), "E1 - Unknown command\r\n");
    assert_eq!(at.ask("Errorno?"), "E2 - Bad data\r\n");
    assert_eq!(at.ask("Errorno?"), "E3 - Value outside of limits\r\n");
    assert_eq!(at.ask("Errorno?"), " 0 - No errors\r\n");
    at.ask("Setpt 9999");
    (0..10).for_each(|_| drop(at.ask("BREW")));
    let left = (0..20).take_while(|_| at.ask("Errorno?").starts_with('E')).count();
    assert_eq!(left, 10, "the oldest has been forgotten");
}

#[test]
fn crossing_the_upper_limit_stands_by_and_over_pressure_vents() {
    let mut at = at_the_bench();
    at.ask("Setpt 200");
    at.ask("Mode Control");
    at.wait(10);
    at.ask("UpperLimit 20");
    at.wait(1);
    assert_eq!(at.ask("Mode?"), "ESTANDBY\r\n");
    at.cpc.manifold.force(177.0);
    at.wait(1);
    assert_eq!(at.ask("Mode?"), "EVENT\r\n");
}

#[test]
fn every_output_format_has_its_fields() {
    let mut at = at_the_bench();
    at.ask("Units kPa");
    for (format, fields) in [
        (1, " +1.01325E+02\r\n"),
        (2, " +1.01325E+02, 22, VENT\r\n"),
        (3, " +1.01325E+02, +0.00000E+00\r\n"),
        (4, " +1.01325E+02, +1.01325E+02, +1.01325E+02\r\n"),
        (5, " +1.01325E+02, P, 1\r\n"),
        (6, " +1.01325E+02, +0.00000E+00, slewing\r\n"),
        (7, " +1.01325E+02, +1.01325E+02\r\n"),
    ] {
        at.ask(&format!("Outform {format}"));
        assert_eq!(at.ask("?"), fields);
    }
    assert_eq!(at.ask("Acquire? Test_stand_1"), " YES, Test_stand_1\r\n");
}
