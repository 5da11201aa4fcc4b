//! Who has seen the vessel vented: the plant's transducer and the reference, as long as each answers and measures.

use crate::clock::seconds;
use crate::interlock::{Sample, Watched};

/// Below this the vessel counts as vented, MPa absolute.
pub(super) const VENTED_MPA_ABSOLUTE: f64 = 0.2;
/// A witness that has said nothing for so long is not asked any more.
const SILENT_AFTER_S: f64 = 30.0;
/// A witness whose last digits stand still for so long does not measure.
const FROZEN_AFTER_S: f64 = 60.0;
/// Two witnesses that contradict each other for so long, neither of them moving, will not agree any more.
const CONTRADICTION_S: f64 = 600.0;
/// So little change is standing still: a vent at a tenth of any allowed rate moves more in [`CONTRADICTION_S`].
const STANDSTILL_MPA: f64 = 0.1;

/// One transducer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Witness {
    watched: Watched,
    standing: Option<Sample>,
}

/// What a witness is worth at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Nothing,
    Vented,
    Pressure(f64),
}

impl Witness {
    /// Takes what the transducer shows, MPa absolute.
    pub(super) fn hear(&mut self, sample: Sample) {
        self.watched.update(sample);
        let moved = |standing: Sample| (standing.value - sample.value).abs() > STANDSTILL_MPA;
        if self.standing.is_none_or(moved) {
            self.standing = Some(sample);
        }
    }

    fn word(&self, now_ns: u64) -> Word {
        let Some(latest) = self.watched.latest else { return Word::Nothing };
        let silent_s = seconds(now_ns.saturating_sub(latest.at_ns));
        let frozen_s = seconds(latest.at_ns.saturating_sub(self.watched.changed_ns));
        if silent_s > SILENT_AFTER_S || frozen_s > FROZEN_AFTER_S {
            Word::Nothing
        } else if latest.value < VENTED_MPA_ABSOLUTE {
            Word::Vented
        } else {
            Word::Pressure(latest.value)
        }
    }

    fn stands_for_s(&self, now_ns: u64) -> f64 {
        self.standing.map_or(0.0, |standing| seconds(now_ns.saturating_sub(standing.at_ns)))
    }

    fn testimony(&self, now_ns: u64) -> String {
        match (self.watched.latest, self.word(now_ns)) {
            (None, _) => "does not answer".to_owned(),
            (Some(latest), Word::Nothing) => {
                format!("does not answer or stands still at {:.3} MPa", latest.value)
            }
            (Some(latest), _) => format!("shows {:.3} MPa absolute", latest.value),
        }
    }
}

/// Both transducers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Witnesses {
    /// The plant's own.
    pub(super) plant: Witness,
    /// The reference.
    pub(super) reference: Witness,
}

impl Witnesses {
    /// Everyone who can be asked says vented, and someone can.
    pub(super) fn saw_vented(&self, now_ns: u64) -> bool {
        let words = [self.plant.word(now_ns), self.reference.word(now_ns)];
        words.contains(&Word::Vented) && !words.iter().any(|word| matches!(word, Word::Pressure(_)))
    }

    /// One says vented and the other does not, for long, and nothing moves: no honest answer will come any more.
    pub(super) fn contradict_for_good(&self, now_ns: u64) -> bool {
        let words = (self.plant.word(now_ns), self.reference.word(now_ns));
        let contradict =
            matches!(words, (Word::Vented, Word::Pressure(_)) | (Word::Pressure(_), Word::Vented));
        contradict && [self.plant, self.reference].iter().all(|w| w.stands_for_s(now_ns) > CONTRADICTION_S)
    }

    /// What both say, in words.
    pub(super) fn testimony(&self, now_ns: u64) -> String {
        format!(
            "the PLC {}, the reference {}",
            self.plant.testimony(now_ns),
            self.reference.testimony(now_ns)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    /// Both witnesses once a second, then the verdict at the last second.
    fn after(
        duration_s: u32,
        plant: impl Fn(f64) -> Option<f64>,
        reference: impl Fn(f64) -> Option<f64>,
    ) -> (Witnesses, u64) {
        let mut witnesses = Witnesses::default();
        for second in 0..=duration_s {
            let at_ns = u64::from(second) * SECOND;
            plant(f64::from(second))
                .into_iter()
                .for_each(|value| witnesses.plant.hear(Sample { value, at_ns }));
            reference(f64::from(second))
                .into_iter()
                .for_each(|value| witnesses.reference.hear(Sample { value, at_ns }));
        }
        (witnesses, u64::from(duration_s) * SECOND)
    }

    fn live(value: f64) -> impl Fn(f64) -> Option<f64> {
        move |second| Some(value + 1e-5 * (second % 3.0))
    }

    fn saw((witnesses, now_ns): (Witnesses, u64)) -> bool {
        witnesses.saw_vented(now_ns)
    }

    #[test]
    fn both_must_say_so_while_both_measure() {
        assert!(saw(after(10, live(0.1), live(0.1))));
        assert!(!saw(after(10, live(0.1), live(1.1))));
        assert!(!saw(after(10, live(8.0), live(0.1))));
        assert!(!saw(after(10, |_| None, |_| None)), "no one has seen anything");
    }

    #[test]
    fn a_silent_or_frozen_transducer_is_no_witness() {
        assert!(saw(after(100, |_| None, live(0.1))), "the watchdog vented, the reference saw it");
        assert!(saw(after(100, |second| (second < 60.0).then_some(8.0 + second / 1e4), live(0.1))));
        assert!(saw(after(100, live(0.1), |_| Some(8.1))));
        assert!(!saw(after(100, |_| Some(0.1), live(8.1))));
        assert!(!saw(after(100, |_| Some(0.1), |_| None)), "frozen at ambient proves nothing");
    }

    #[test]
    fn a_contradiction_is_given_up_only_when_nothing_moves() {
        let (witnesses, now_ns) = after(700, live(0.1), live(1.1));
        assert!(witnesses.contradict_for_good(now_ns));
        let (witnesses, now_ns) = after(700, live(0.1), |second| Some(10.0 - second / 100.0));
        assert!(!witnesses.contradict_for_good(now_ns));
        let (witnesses, now_ns) = after(500, live(0.1), live(1.1));
        assert!(!witnesses.contradict_for_good(now_ns));
    }
}
