//! The PPCH against a scripted bench: approach, readiness, limits, one message outstanding.

use super::super::SECOND_NS;
use super::super::scripted::{ScriptedBench, run_until};
use super::*;
use hadal_wire::dhi_ppch::ReplyDecoder;

/// Longest wait for any answer.
const LONGEST_NS: u64 = CYCLE_NS + SECOND_NS;

struct Bench {
    ppch: Ppch,
    bench: ScriptedBench,
    now_ns: u64,
}

fn at_the_bench() -> Bench {
    Bench { ppch: Ppch::new(), bench: ScriptedBench::default(), now_ns: 0 }
}

impl Bench {
    fn ask(&mut self, line: &str) -> String {
        self.ppch.receive(format!("{line}\r\n").as_bytes(), self.now_ns, &mut self.bench);
        let until_ns = self.now_ns + LONGEST_NS;
        let heard = run_until(&mut self.ppch, &mut self.bench, self.now_ns, until_ns);
        self.now_ns = until_ns;
        String::from_utf8(heard).unwrap().trim_end().to_owned()
    }

    fn wait(&mut self, seconds: u64) {
        let until_ns = self.now_ns + seconds * SECOND_NS;
        assert_eq!(run_until(&mut self.ppch, &mut self.bench, self.now_ns, until_ns), b"");
        self.now_ns = until_ns;
    }

    fn measure(&mut self) -> (Readiness, f64, f64) {
        let line = self.ask("PRR?") + "\r";
        match ReplyDecoder::default().feed(line.as_bytes()).remove(0).unwrap() {
            Reply::Measurement { readiness, mpa, mpa_per_s, .. } => (readiness, mpa, mpa_per_s),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_target_is_approached_from_one_side_and_ready_only_when_it_holds() {
    let mut at = at_the_bench();
    assert_eq!(at.ask("PS 20"), "20.000 MPa a");
    assert_eq!(at.ask("STAT?"), "1");
    let (readiness, before, rate) = at.measure();
    assert_eq!((readiness, at.ask("SR?").as_str()), (Readiness::NotReady, "NR"));
    assert!(before > 1.0 && before < 20.0 && rate > 0.1, "{before} {rate}");
    at.wait(60);
    let (readiness, mpa, rate) = at.measure();
    assert_eq!(readiness, Readiness::Ready);
    assert!(
        (19.98..20.0).contains(&mpa) && rate.abs() < 1e-9,
        "static control stops short of it: {mpa} {rate}"
    );
    assert_eq!((at.ask("TP?"), at.ask("STAT?")), ("20.000 MPa a".to_owned(), "1".to_owned()));
}

#[test]
fn each_term_alone_holds_not_ready() {
    let mut at = at_the_bench();
    at.ask("PS 20");
    at.wait(60);
    assert_eq!(at.ask("SR?"), "R");
    at.bench.manifold_error_mpa = 0.05;
    at.wait(3);
    assert_eq!(at.ask("SR?"), "NR", "outside the hold limit");
    at.bench.manifold_error_mpa = 0.0;
    at.wait(3);
    assert_eq!(at.ask("SR?"), "R");
    at.bench.manifold_error_mpa = 0.01;
    assert_eq!(at.ask("SR?"), "NR", "7 kPa/s is faster than the stability limit");
    at.bench.manifold_error_mpa = 0.0;
    at.ask("SS 100");
    at.ppch.manifold.force(19.9805);
    at.ppch.manifold.set_valves(Valves::Driving { target_mpa: 20.0 });
    assert_eq!(at.ask("SR?"), "NR", "inside the limits, but a valve moves");
    assert_eq!(at.ask("SR?"), "R");
}

#[test]
fn abort_closes_the_valves_and_leaves_the_pressure_where_it_is() {
    let mut at = at_the_bench();
    at.ask("PS=20");
    at.wait(10);
    assert_eq!(at.ask("ABORT"), "ABORT");
    let (_, first, _) = at.measure();
    at.wait(100);
    let (readiness, second, _) = at.measure();
    assert!(first > 3.0 && (first - second).abs() < 1e-9, "{first} {second}");
    assert_eq!((readiness, at.ask("STAT").as_str()), (Readiness::Ready, "0"));
}

#[test]
fn venting_opens_the_exhaust_at_the_atmosphere_and_is_answered_in_its_own_syntax() {
    let mut at = at_the_bench();
    assert_eq!((at.ask("VENT?"), at.ask("VENT")), ("1".to_owned(), "VENT=1".to_owned()));
    at.ask("PS 5");
    at.wait(60);
    assert_eq!((at.ask("VENT 1"), at.ask("STAT?")), ("0".to_owned(), "1".to_owned()));
    at.wait(60);
    assert_eq!((at.ask("VENT=1"), at.ask("STAT?")), ("VENT=1".to_owned(), "0".to_owned()));
    assert_eq!(at.ask("VENT 0"), "0");
}

#[test]
fn a_target_above_the_upper_limit_is_refused_and_crossing_it_stops_the_drive() {
    let mut at = at_the_bench();
    assert_eq!(at.ask("UL 10"), "10.000 MPa a");
    assert_eq!(
        (at.ask("PS 10.5"), at.ask("ERR?")),
        ("ERR# 6".to_owned(), "Numeric argument missing or out of range".to_owned())
    );
    at.ask("PS 9");
    at.wait(5);
    at.ask("UL 1");
    assert_eq!(at.ask("STAT?"), "0", "stopped, not vented");
    assert!(at.measure().1 > 1.0);
}

#[test]
fn the_over_pressure_function_is_another_threshold_and_vents() {
    let mut at = at_the_bench();
    at.ask("PS 5");
    at.ppch.manifold.force(221.0);
    at.wait(2);
    assert_eq!(at.ask("STAT?"), "1");
    assert_eq!(at.ask("PS 5"), "ERR# 12");
    at.wait(500);
    assert_eq!((at.ask("VENT?"), at.ask("PS 5")), ("1".to_owned(), "5.000 MPa a".to_owned()));
}

#[test]
fn a_new_message_takes_the_place_of_the_one_that_waits() {
    let mut at = at_the_bench();
    at.ppch.receive(b"PRR?\r\n", 0, &mut at.bench);
    at.ppch.receive(b"TP?\r\n", 100 * MILLISECOND_NS, &mut at.bench);
    let heard = run_until(&mut at.ppch, &mut at.bench, 100 * MILLISECOND_NS, 3 * SECOND_NS);
    assert_eq!(heard, b"0.000 MPa a\r\n");
}

#[test]
fn errors_limits_and_the_lock_answer_as_printed() {
    let mut at = at_the_bench();
    assert_eq!((at.ask("BREW"), at.ask("ERR")), ("ERR# 9".to_owned(), "Unknown command".to_owned()));
    assert_eq!((at.ask("HS 0.1"), at.ask("HS?")), ("0.1 MPa".to_owned(), "0.1 MPa".to_owned()));
    assert_eq!((at.ask("SS=0.005"), at.ask("HS=0")), ("0.005 MPa/s".to_owned(), "ERR# 6".to_owned()));
    assert_eq!((at.ask("REMOTE"), at.ask("LOCAL")), ("REMOTE".to_owned(), "LOCAL".to_owned()));
    assert_eq!((at.ask("UNIT MPaa"), at.ask("UNIT psia")), ("MPa a".to_owned(), "ERR# 6".to_owned()));
}

#[test]
fn a_column_of_water_is_taken_off() {
    let mut at = at_the_bench();
    at.ask("HEAD 100,cm,H2O");
    at.wait(3);
    let (_, mpa, _) = at.measure();
    assert!((mpa - (STANDARD_ATMOSPHERE_MPA - 0.009_789)).abs() < 1e-4, "{mpa}");
    assert_eq!(at.ask("HEAD 10,in,N2"), "10, in, N2");
}
