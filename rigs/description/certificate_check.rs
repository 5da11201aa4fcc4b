//! Whether every certificate is valid from the beginning to the end of a run.

use super::bracket::CheckKind;
use super::bracket_check::check_shelf_life;
use super::{DescriptionError, Loaded, Problem, Procedure, Rig};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Estimated time to bring the chamber to a leg's temperature and salinity and to draw its bottles, h.
const HOURS_PER_LEG: u32 = 4;
/// Estimated time to approach, settle and read one point, h.
const HOURS_PER_POINT: u32 = 2;
/// Estimated time for a kind of check before or after the legs, h.
const HOURS_PER_CHECK: u32 = 2;

/// The estimate of how long a procedure takes, h: on the long side, so that no certificate expires on the way. The
/// approach's `timeout_h` is where a run gives up, several times what a point needs, and no estimate.
pub(super) fn estimated_duration_h(procedure: &Procedure) -> u32 {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let checks =
        procedure.checks.as_ref().map_or(0, |checks| count(checks.before.len() + checks.after.len()));
    procedure
        .leg
        .iter()
        .map(|leg| {
            let points = count(leg.pressures_mpa_sea.len());
            points.saturating_mul(HOURS_PER_POINT).saturating_add(HOURS_PER_LEG)
        })
        .fold(checks.saturating_mul(HOURS_PER_CHECK), u32::saturating_add)
}

/// Checks that every certificate is valid for a run of this procedure that begins at `begins_utc_ns` (nanoseconds since
/// 1970), whatever epoch the procedure names: hardware runs when it runs.
///
/// # Errors
/// With every certificate that has expired or expires before the run's estimated end.
pub fn check_certificates_from(
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    begins_utc_ns: i64,
) -> Result<(), DescriptionError> {
    let mut problems = Vec::new();
    let begins = Timestamp::from_nanosecond(i128::from(begins_utc_ns)).unwrap_or(Timestamp::MAX);
    check_certificates(rig, procedure, begins, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(DescriptionError::Refused(problems)) }
}

/// Certificates are valid through their last day, UTC. That day must not come before the run's estimated end.
pub(super) fn check_certificates(
    rig: &Loaded<Rig>,
    procedure: &Loaded<Procedure>,
    epoch: Timestamp,
    problems: &mut Vec<Problem>,
) {
    let hours = estimated_duration_h(&procedure.value);
    let end = epoch.saturating_add(SignedDuration::from_hours(i64::from(hours))).unwrap_or(Timestamp::MAX);
    let day = |instant: Timestamp| instant.to_zoned(TimeZone::UTC).date();
    let (first, last) = (day(epoch), day(end));
    let checks = match &procedure.value.checks {
        Some(_) => format!(", {HOURS_PER_CHECK} h for each check"),
        None => String::new(),
    };
    check_shelf_life(procedure, first, last, problems);
    for (field, due, certificate) in dated(&rig.value, &procedure.value) {
        let Ok(valid_to) = due.parse::<Date>() else { continue };
        if valid_to >= last {
            continue;
        }
        let why = if valid_to < first { "has expired when the run begins" } else { "expires during the run" };
        let accepted = format!(
            "{last} or later: certificate {certificate} {why}, which lasts from {first} to about {last} ({hours} h, \
             estimated as {HOURS_PER_LEG} h for each leg and {HOURS_PER_POINT} h for each point{checks})"
        );
        problems.push(rig.problem(field, format!("\"{due}\""), accepted));
    }
}

/// Every due date that a procedure depends on: its field, itself, and its certificate.
fn dated<'a>(rig: &'a Rig, procedure: &Procedure) -> Vec<(String, &'a str, &'a str)> {
    let mut dated: Vec<(String, &str, &str)> = rig
        .reference_thermometer
        .iter()
        .enumerate()
        .map(|(k, one)| {
            let field = format!("reference_thermometer[{k}].due_date");
            (field, one.due_date.as_str(), one.certificate.as_str())
        })
        .collect();
    let pressure = &rig.reference_pressure;
    dated.push(("reference_pressure.due_date".to_owned(), &pressure.due_date, &pressure.certificate));
    let salinometer = &rig.salinometer;
    dated.push(("salinometer.due_date".to_owned(), &salinometer.due_date, &salinometer.certificate));
    let checks = procedure.checks.as_ref();
    let made = |kind| checks.is_some_and(|checks| checks.makes(kind));
    if let Some(cell) = rig.triple_point_cell.as_ref().filter(|_| made(CheckKind::TriplePoint)) {
        dated.push(("triple_point_cell.due_date".to_owned(), &cell.due_date, &cell.certificate));
    }
    if let Some(barometer) = rig.barometer.as_ref().filter(|_| made(CheckKind::PressureZero)) {
        dated.push(("barometer.due_date".to_owned(), &barometer.due_date, &barometer.certificate));
    }
    dated
}
