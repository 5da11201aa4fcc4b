//! One fitted sensor as the certificate prints it.

use super::{
    BudgetComponent, CalibratedRange, Coefficient, Correlation, ErrorsAtUse, HysteresisEntry, Origin,
    OutlierEntry, PointResult, PriorKnowledge, QuantityResult, ResidualTestEntry, TermTestEntry,
};
use hadal_models::calibration::ctd::{
    BothWays, CalibratedPoint, Reason, SensorCalibration, TermTest, Verdict,
};
use hadal_models::calibration::diagnostics::{Property, SIGNIFICANCE, Test};
use hadal_models::calibration::outliers::{Outliers, Stage};
use hadal_models::calibration::{FitError, Prior};
use hadal_models::uncertainty::{Component, Correlation as Between, Kind, Parameters, Recurrence};
use std::collections::BTreeMap;

/// What a residual is on every certificate.
const RESIDUAL: &str = "item minus reference, both at the item's height: positive where the item reads high";

/// The result of a sensor over `range`; `numbers` are the numbers of its points.
pub(super) fn result(
    sensor: &SensorCalibration,
    range: CalibratedRange,
    numbers: &[u32],
) -> Result<QuantityResult, FitError> {
    let fit = &sensor.fit;
    let rows = numbers.iter().zip(&sensor.points).zip(sensor.point_inputs());
    let examination = sensor.examination()?;
    Ok(QuantityResult {
        quantity: sensor.quantity.to_owned(),
        unit: sensor.unit.to_owned(),
        equation: fit.equation.id().to_owned(),
        equation_version: fit.equation.version(),
        formula: fit.equation.formula().to_owned(),
        residual_definition: RESIDUAL.to_owned(),
        range,
        coefficients: coefficients(sensor),
        priors: priors(sensor),
        correlation: correlation(sensor),
        selection: sensor.selection.iter().map(term_test).collect(),
        outliers: outliers(&examination.outliers, numbers),
        residual_tests: examination.tests.iter().map(|test| residual_test(sensor, test)).collect(),
        hysteresis: sensor.hysteresis.iter().map(|both| both_ways(both, numbers)).collect(),
        points_used: sensor.points.len(),
        degrees_of_freedom: fit.degrees_of_freedom,
        residual_standard_deviation: fit.residual_standard_deviation,
        stated_reduced_chi_squared: finite(sensor.stated_reduced_chi_squared),
        remark: sensor.scatters_beyond_budget().then(|| remark(sensor)),
        at_use: Some(at_use(sensor)),
        points: rows.map(|((number, point), inputs)| point_result(sensor, *number, point, inputs)).collect(),
        budget: contributions(sensor),
        point_budget: sensor.budget.components.iter().map(component).collect(),
    })
}

fn coefficients(sensor: &SensorCalibration) -> BTreeMap<String, Coefficient> {
    let equation = sensor.fit.equation;
    let coefficient = |((name, unit), value): ((&&'static str, &&'static str), &f64)| {
        let origin = sensor.held.get(*name).map_or(Origin::Fitted, |held| origin(held.reason));
        let told = matches!(origin, Origin::Fitted | Origin::NotSupported);
        let fitted = told.then(|| sensor.fit.coefficient(name)).flatten();
        let standard_uncertainty = fitted.map(|(_, u)| u);
        let unit = (*unit).to_owned();
        ((*name).to_owned(), Coefficient { value: *value, standard_uncertainty, origin, unit })
    };
    let named = equation.coefficients().iter().zip(equation.coefficient_units());
    named.zip(&sensor.fit.coefficients).map(coefficient).collect()
}

const fn origin(reason: Reason) -> Origin {
    match reason {
        Reason::Given => Origin::Given,
        Reason::Form => Origin::MakersForm,
        Reason::TooFewPoints => Origin::HeldForLackOfPoints,
        Reason::Unsupported => Origin::NotSupported,
    }
}

fn priors(sensor: &SensorCalibration) -> BTreeMap<String, PriorKnowledge> {
    let known = |prior: &Prior| PriorKnowledge {
        value: prior.value,
        standard_uncertainty: prior.standard_uncertainty,
    };
    sensor.prior.iter().map(|(name, prior)| (name.clone(), known(prior))).collect()
}

fn term_test(test: &TermTest) -> TermTestEntry {
    TermTestEntry {
        coefficient: test.name.to_owned(),
        estimate: test.estimate,
        standard_uncertainty: test.standard_uncertainty,
        f: test.f,
        aicc_change: finite(test.aicc_change),
        f_critical: test.f_critical,
        supported: test.verdict == Verdict::Supported,
    }
}

fn outliers(found: &Outliers, numbers: &[u32]) -> Vec<OutlierEntry> {
    let entry = |(place, stage): (usize, &Stage)| OutlierEntry {
        point: numbers[stage.point],
        studentised_residual: stage.studentised,
        critical: stage.critical,
        probability: stage.probability,
        leverage: stage.leverage,
        outlier: place < found.count,
    };
    found.stages.iter().enumerate().map(entry).collect()
}

fn residual_test(sensor: &SensorCalibration, test: &Test) -> ResidualTestEntry {
    let generous = test.property == Property::Scatter && test.probability > 1.0 - SIGNIFICANCE;
    let why = if generous { largest_scatter(sensor) } else { None };
    let why = why.map(|Component { name, source, .. }| format!(" The largest of these is {name}: {source}."));
    ResidualTestEntry {
        test: test.property.test().to_owned(),
        statistic: test.statistic,
        probability: test.probability,
        verdict: format!("{}{}", test.verdict(), why.unwrap_or_default()),
    }
}

/// The largest component among those that show as scatter.
fn largest_scatter(sensor: &SensorCalibration) -> Option<&Component> {
    let sum = |component: &Component| component.standard_uncertainty.iter().map(|u| u * u).sum::<f64>();
    let scattering = sensor.budget.components.iter().filter(|component| component.scatters());
    scattering.max_by(|one, other| sum(one).total_cmp(&sum(other)))
}

fn both_ways(both: &BothWays, numbers: &[u32]) -> HysteresisEntry {
    HysteresisEntry {
        rising_point: numbers[both.rising],
        falling_point: numbers[both.falling],
        difference: both.difference,
        standard_uncertainty: both.standard_uncertainty,
    }
}

fn at_use(sensor: &SensorCalibration) -> ErrorsAtUse {
    let errors = &sensor.at_use;
    let steps = sensor.fit.equation.inputs().iter().zip(&errors.steps);
    ErrorsAtUse {
        resolution: steps
            .filter(|(_, step)| **step > 0.0)
            .map(|(input, step)| (input.name.to_owned(), *step))
            .collect(),
        inadequacy: errors.inadequacy,
        inadequacy_shape: errors.shape,
    }
}

/// What scatter beyond the stated budget means.
fn remark(sensor: &SensorCalibration) -> String {
    format!(
        "reduced chi-squared of the stated budget is {:.1}, far above 1: the equation cannot follow the sensor within the \
         budget. What it misses is carried as the component \u{201c}equation inadequacy\u{201d}, in the coefficients' uncertainty \
         and again at use.",
        sensor.stated_reduced_chi_squared
    )
}

fn correlation(sensor: &SensorCalibration) -> Correlation {
    let matrix = sensor.fit.correlation();
    Correlation {
        names: sensor.fit.free_names().into_iter().map(str::to_owned).collect(),
        matrix: matrix.row_iter().map(|row| row.iter().copied().collect()).collect(),
    }
}

fn point_result(
    sensor: &SensorCalibration,
    number: u32,
    point: &CalibratedPoint,
    inputs: &[f64],
) -> PointResult {
    let names = sensor.fit.equation.inputs().iter().map(|input| input.name.to_owned());
    PointResult {
        point: number,
        reference: point.reference,
        indicated: point.indicated,
        residual: point.residual,
        point_standard_uncertainty: point.point_standard_uncertainty,
        standard_uncertainty: point.standard_uncertainty,
        expanded_uncertainty: point.expanded_uncertainty,
        inputs: names.zip(inputs.iter().copied()).collect(),
    }
}

/// What makes up the certified uncertainty, source by source, at every point.
fn contributions(sensor: &SensorCalibration) -> Vec<BudgetComponent> {
    let mut rows: Vec<BudgetComponent> = Vec::new();
    for inputs in sensor.point_inputs() {
        for (index, found) in sensor.contributions(inputs).into_iter().enumerate() {
            if rows.len() == index {
                rows.push(BudgetComponent {
                    name: found.name,
                    evaluation: evaluation(found.kind),
                    correlation: None,
                    source: found.source,
                    standard_uncertainty: Vec::new(),
                });
            }
            rows[index].standard_uncertainty.push(found.standard_uncertainty);
        }
    }
    rows
}

fn component(component: &Component) -> BudgetComponent {
    let between = match &component.correlation {
        Between::Independent => "independent",
        Between::Common => "common",
        Between::Grouped(_) => "common within a group",
        Between::Matrix(_) => "by a matrix",
        Between::Parameters(Parameters { recurrence, .. }) => match recurrence {
            Recurrence::Once => "by shared parameters",
            Recurrence::EachPoint => "independent",
            Recurrence::EachGroup => "common within a group",
        },
    };
    BudgetComponent {
        name: component.name.clone(),
        evaluation: evaluation(component.kind),
        correlation: Some(between.to_owned()),
        source: component.source.clone(),
        standard_uncertainty: component.standard_uncertainty.iter().map(|u| u.abs()).collect(),
    }
}

pub(super) fn evaluation(kind: Kind) -> String {
    match kind {
        Kind::A => "A".to_owned(),
        Kind::B => "B".to_owned(),
    }
}

/// JSON has no number for "none": a fit without freedom has no chi-squared.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
