//! Whether a rig has the standards for the checks of a procedure, and whether they are in date.

use super::bracket::CheckKind;
use super::{Loaded, Problem, Procedure, Rig};
use hadal_models::standards::calendar::CalendarDate;
use jiff::civil::Date;

/// A check needs its standard.
pub(super) fn check_standards(rig: &Loaded<Rig>, procedure: &Loaded<Procedure>, problems: &mut Vec<Problem>) {
    let Some(checks) = &procedure.value.checks else { return };
    for (list, kinds) in [("before", &checks.before), ("after", &checks.after)] {
        for (index, kind) in kinds.iter().enumerate() {
            let lacks = match kind {
                CheckKind::TriplePoint if rig.value.triple_point_cell.is_none() => "[triple_point_cell]",
                CheckKind::PressureZero if rig.value.barometer.is_none() => "[barometer]",
                _ => continue,
            };
            let accepted =
                format!("checks for which {} has a standard: it has no {lacks}", rig.path.display());
            let value = format!("\"{}\"", kind.word());
            problems.push(procedure.problem(format!("checks.{list}[{index}]"), value, accepted));
        }
    }
}

/// The bottles' shelf life must reach from the first day of the run to the last.
pub(super) fn check_shelf_life(
    procedure: &Loaded<Procedure>,
    first: Date,
    last: Date,
    problems: &mut Vec<Problem>,
) {
    let checks = procedure.value.checks.as_ref().filter(|one| one.makes(CheckKind::StandardSeawater));
    let Some(seawater) = checks.and_then(|checks| checks.standard_seawater.as_ref()) else { return };
    let Some(label) = seawater.label() else { return };
    let Some(expires) = label.expires() else { return };
    let day = |date: Date| date.to_string().parse::<CalendarDate>().ok();
    let outside = [first, last].into_iter().filter_map(day).any(|on| label.is_expired(on));
    if outside {
        let accepted = format!(
            "a batch whose shelf life covers the run from {first} to about {last}: that of {} ends on {expires}",
            seawater.batch
        );
        let value = format!("\"{}\"", seawater.calibrated);
        problems.push(procedure.problem("checks.standard_seawater.calibrated", value, accepted));
    }
}
