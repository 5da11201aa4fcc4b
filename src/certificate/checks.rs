//! The checks that bracket a run, as the certificate judges and prints them.
//!
//! A pure function of the record: what was read is compared with the certificates in the record's own rig file, and each
//! reference after the run with itself before it ([`hadal_rigs::bracket`]). A check that failed or that the procedure wants
//! and the record lacks makes the certificate invalid. A check corrects nothing.

use super::assemble::Described;
use crate::observe::checks::{MadeCheck, made};
use hadal_record::event::Bracket;
use hadal_rigs::bracket::{Check, Finding, Standards};
use hadal_rigs::description::{BracketingChecks, CheckKind};
use serde::{Deserialize, Serialize};

/// What the checks before and after the run came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// Whether every check that the procedure wants was made and passed.
    pub valid: bool,
    /// What failed or is missing, beginning with INVALID; else empty.
    pub statement: String,
    /// What was checked.
    pub results: Vec<CheckResult>,
    /// Checks that the procedure does not have made, in words.
    pub not_made: Vec<String>,
}

/// One reference or item, checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckResult {
    /// What was checked.
    pub what: String,
    /// Unit of differences and uncertainties.
    pub unit: String,
    /// Before the run.
    pub before: Option<CheckReading>,
    /// After the run.
    pub after: Option<CheckReading>,
    /// After less before, where both were read.
    pub change: Option<Comparison>,
    /// Whether nothing failed and nothing is missing.
    pub passed: bool,
}

/// One side of a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckReading {
    /// When it was read, hours since the run began.
    pub elapsed_h: f64,
    /// Reading with its certificate applied: degree_Celsius, practical salinity, MPa absolute or Hz.
    pub indicated: f64,
    /// Against the standard; none for what is compared with itself alone.
    pub against_standard: Option<Comparison>,
}

/// A difference and what is accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Reading less standard, or after less before.
    pub difference: f64,
    /// Its expanded uncertainty (k = 2): the largest that is accepted.
    pub expanded_uncertainty: f64,
    /// |difference| over expanded uncertainty, where that is above zero.
    pub normalised_error: Option<f64>,
    /// Whether it is accepted.
    pub passed: bool,
    /// Standard uncertainties that make it up.
    pub contributions: Vec<CheckContribution>,
}

/// One reason why two readings may differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckContribution {
    /// What it is.
    pub name: String,
    /// Its standard uncertainty.
    pub standard_uncertainty: f64,
}

/// A certificate from before there were checks says nothing of them.
impl Default for Checks {
    fn default() -> Self {
        Self { valid: true, statement: String::new(), results: Vec::new(), not_made: Vec::new() }
    }
}

/// What the record's checks came to.
pub(super) fn checks(run: &Described<'_>) -> Checks {
    let made = made(run.record);
    let mut complaints = Vec::new();
    let results = all(run).into_iter().map(|check| judge(run, &made, check, &mut complaints)).collect();
    let statement = match complaints.as_slice() {
        [] => String::new(),
        _ => format!(
            "INVALID: the checks that bracket the run do not bear it out: {}. Nothing below may be relied upon.",
            complaints.join("; ")
        ),
    };
    Checks {
        valid: statement.is_empty(),
        statement,
        results,
        not_made: not_made(run.procedure.checks.as_ref()),
    }
}

/// Every check that the procedure wants on either side, once.
fn all(run: &Described<'_>) -> Vec<Check> {
    let mut all = [Bracket::Before, Bracket::After].map(|bracket| wanted(run, bracket)).concat();
    all.sort_unstable();
    all.dedup();
    all
}

fn wanted(run: &Described<'_>, bracket: Bracket) -> Vec<Check> {
    let Some(checks) = &run.procedure.checks else { return Vec::new() };
    Check::all(kinds(checks, bracket), &run.rig, run.items.len())
}

fn kinds(checks: &BracketingChecks, bracket: Bracket) -> &[CheckKind] {
    match bracket {
        Bracket::Before => &checks.before,
        Bracket::After => &checks.after,
    }
}

const fn side(bracket: Bracket) -> &'static str {
    match bracket {
        Bracket::Before => "before the run",
        Bracket::After => "after the run",
    }
}

fn judge(run: &Described<'_>, made: &[MadeCheck], check: Check, complaints: &mut Vec<String>) -> CheckResult {
    let before_count = complaints.len();
    let what = check.describe(&run.rig, &run.items);
    let standards = Standards::new(&run.rig, &run.procedure, run.record.opened.epoch_utc_ns);
    let evidence = [Bracket::Before, Bracket::After].map(|bracket| {
        let last = made.iter().rev().find(|one| one.check == check && one.bracket == bracket);
        let found = last.and_then(|one| Some((one.at_ns, one.evidence?)));
        if found.is_none() && wanted(run, bracket).contains(&check) {
            complaints.push(format!("{what}, {}: not made", side(bracket)));
        }
        found
    });
    let mut compare = |finding: Finding, when: &str| {
        if !finding.passes() {
            complaints.push(format!("{what}, {when}: {}", finding.in_words(check)));
        }
        comparison(&finding)
    };
    let [before, after] = [Bracket::Before, Bracket::After].map(|bracket| {
        let (at_ns, evidence) = evidence[bracket as usize]?;
        let finding = standards.against_standard(check, &evidence);
        Some(CheckReading {
            elapsed_h: super::assemble::hours(at_ns),
            indicated: evidence.indicated,
            against_standard: finding.map(|finding| compare(finding, side(bracket))),
        })
    });
    let pair = evidence[0].zip(evidence[1]);
    let drift = pair.and_then(|((_, before), (_, after))| standards.drift(check, &before, &after));
    let change = drift.map(|finding| compare(finding, "change during the run"));
    let passed = complaints.len() == before_count;
    CheckResult { what, unit: check.unit().to_owned(), before, after, change, passed }
}

fn comparison(finding: &Finding) -> Comparison {
    let named = finding.contributions.iter().map(|one| CheckContribution {
        name: one.name.to_owned(),
        standard_uncertainty: one.standard_uncertainty,
    });
    Comparison {
        difference: finding.difference,
        expanded_uncertainty: finding.expanded_uncertainty(),
        normalised_error: Some(finding.normalised_error()).filter(|error| error.is_finite()),
        passed: finding.passes(),
        contributions: named.collect(),
    }
}

/// What no check says anything about.
fn not_made(checks: Option<&BracketingChecks>) -> Vec<String> {
    let kinds_in_words = [
        (CheckKind::TriplePoint, "reference thermometers at the triple point of water"),
        (CheckKind::StandardSeawater, "salinometer on IAPSO Standard Seawater"),
        (CheckKind::PressureZero, "zero of the reference transducer against a barometer"),
        (CheckKind::CellInAir, "conductivity cells in air"),
    ];
    let lacks = |kind: CheckKind, bracket: Bracket| {
        !checks.is_some_and(|checks| kinds(checks, bracket).contains(&kind))
    };
    let sides = |kind: CheckKind| match (lacks(kind, Bracket::Before), lacks(kind, Bracket::After)) {
        (true, true) => Some("before or after the run"),
        (true, false) => Some("before the run"),
        (false, true) => Some("after the run"),
        (false, false) => None,
    };
    kinds_in_words.into_iter().filter_map(|(kind, what)| Some(format!("{what}, {}", sides(kind)?))).collect()
}
