//! Calibrations of which nothing says which is meant: taking either would be a guess.

use super::{Calibrations, Content, Source};
use anyhow::bail;
use hadal_models::cast::{NewCalibration, same_serial};
use hadal_models::equation;

/// A calibration that a file says.
struct Said<'a> {
    source: &'a Source,
    quantity: &'static str,
    serial: &'a str,
    by: By<'a>,
}

/// What it takes the place of depends on who says it.
enum By<'a> {
    /// A certificate or a laboratory.
    Laboratory(&'a NewCalibration),
    /// An instrument of itself, in coefficients of this equation.
    Instrument(&'static str),
}

impl Calibrations {
    /// Refuses two calibrations for one sensor, where neither takes the other's place and nothing tells them apart.
    ///
    /// # Errors
    /// Two such, naming their files.
    pub(super) fn refuse_rivals(&self) -> anyhow::Result<()> {
        let all: Vec<Said<'_>> = self.sources.iter().flat_map(said).collect();
        for (index, later) in all.iter().enumerate() {
            let Some(earlier) = all[..index].iter().find(|earlier| rivals(earlier, later)) else { continue };
            let files = match std::ptr::eq(earlier.source, later.source) {
                true => earlier.source.name.clone(),
                false => format!("{} and {}", earlier.source.name, later.source.name),
            };
            let [one, other] = [earlier, later].map(|said| match said.serial {
                "" => "no serial number".to_owned(),
                serial => format!("serial number {serial}"),
            });
            bail!(
                "{files}: two calibrations of {} ({one}; {other}), and nothing tells which of them is meant; give one",
                later.quantity
            );
        }
        Ok(())
    }
}

fn said(source: &Source) -> Vec<Said<'_>> {
    match &source.content {
        // Two configurations are refused as such.
        Content::Configuration(_) => Vec::new(),
        Content::New(new) => {
            let each = new.iter().map(|new| Said {
                source,
                quantity: new.equation.quantity(),
                serial: &new.serial,
                by: By::Laboratory(new),
            });
            each.collect()
        }
        Content::Reply(groups) => {
            let known =
                groups.iter().flat_map(|group| group.calibrations().into_iter().map(move |one| (group, one)));
            let each = known.filter_map(|(group, one)| {
                let quantity = equation::find(one.equation).ok()?.quantity();
                Some(Said {
                    source,
                    quantity,
                    serial: &group.serial_number,
                    by: By::Instrument(one.equation),
                })
            });
            each.collect()
        }
    }
}

fn rivals(one: &Said<'_>, other: &Said<'_>) -> bool {
    match (&one.by, &other.by) {
        (By::Laboratory(one), By::Laboratory(other)) => one.is_rival_of(other),
        (By::Instrument(equation), By::Instrument(also)) => {
            // Within one reply, what comes later holds.
            !std::ptr::eq(one.source, other.source)
                && equation == also
                && same_serial(one.serial, other.serial)
        }
        _ => false,
    }
}
