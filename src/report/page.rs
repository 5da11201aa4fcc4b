//! What the page needs beyond the certificate: plots, extremes, shares of variance.

use super::figures::{Across, errors, residuals, trace};
use super::{ReportError, Trace};
use crate::certificate::{BudgetComponent, Certificate, JointResult, QuantityResult};
use crate::validation::{QuantityValidation, Validation};
use serde::Serialize;
use std::collections::BTreeMap;

/// Figures and digests, item by item.
#[derive(Serialize)]
pub(super) struct Page {
    trace: Vec<String>,
    items: Vec<ItemPage>,
    /// By number of the point.
    conditions: BTreeMap<u32, PointPage>,
}

#[derive(Serialize)]
struct PointPage {
    leg: String,
    direction: &'static str,
    /// The first point of its leg.
    first: bool,
}

#[derive(Serialize)]
struct ItemPage {
    salinity: SalinityPage,
    quantities: Vec<QuantityPage>,
    errors: Vec<ErrorPage>,
}

/// Practical salinity by all three quantities, over the certificate's table of validity.
#[derive(Serialize)]
struct SalinityPage {
    low: f64,
    high: f64,
    uncertainty_low: f64,
    uncertainty_high: f64,
}

#[derive(Serialize)]
struct QuantityPage {
    plots: Vec<String>,
    reference_low: f64,
    reference_high: f64,
    largest_residual: f64,
    uncertainty_low: f64,
    uncertainty_high: f64,
    budget: Vec<BudgetRow>,
    point_budget: Vec<BudgetRow>,
    /// Names of coefficients: free ones in the equation's order, then the fixed ones by name.
    order: Vec<String>,
}

#[derive(Serialize)]
struct BudgetRow {
    name: String,
    evaluation: String,
    correlation: Option<String>,
    source: String,
    low: f64,
    median: f64,
    high: f64,
    share_percent: f64,
}

#[derive(Serialize)]
struct ErrorPage {
    plots: Vec<String>,
}

impl Page {
    pub(super) fn of(
        certificate: &Certificate,
        run: &Trace,
        validation: Option<&Validation>,
    ) -> Result<Self, ReportError> {
        let mut items = Vec::new();
        for (index, item) in certificate.items.iter().enumerate() {
            let judged = validation.and_then(|v| v.items.get(index)).map_or(&[][..], |item| &item.quantities);
            items.push(ItemPage {
                salinity: salinity_page(&item.joint),
                quantities: item
                    .quantities
                    .iter()
                    .map(|quantity| quantity_page(certificate, quantity))
                    .collect::<Result<_, _>>()?,
                errors: judged.iter().map(error_page).collect::<Result<_, _>>()?,
            });
        }
        Ok(Self { trace: trace(certificate, run)?, items, conditions: point_pages(certificate) })
    }
}

fn point_pages(certificate: &Certificate) -> BTreeMap<u32, PointPage> {
    let mut previous = "";
    let mut pages = BTreeMap::new();
    for conditions in &certificate.conditions {
        let first = conditions.leg != previous;
        previous = &conditions.leg;
        let page = PointPage { leg: conditions.leg.clone(), direction: conditions.direction.name(), first };
        pages.insert(conditions.point, page);
    }
    pages
}

fn quantity_page(certificate: &Certificate, result: &QuantityResult) -> Result<QuantityPage, ReportError> {
    let second = if result.quantity == "pressure" { Across::Temperature } else { Across::Pressure };
    let references = || result.points.iter().map(|point| point.reference);
    let expanded = || result.points.iter().map(|point| point.expanded_uncertainty);
    Ok(QuantityPage {
        plots: vec![
            residuals(certificate, result, Across::Reference)?,
            residuals(certificate, result, second)?,
        ],
        reference_low: references().fold(f64::INFINITY, f64::min),
        reference_high: references().fold(f64::NEG_INFINITY, f64::max),
        largest_residual: result.points.iter().map(|p| p.residual.abs()).fold(0.0, f64::max),
        uncertainty_low: expanded().fold(f64::INFINITY, f64::min),
        uncertainty_high: expanded().fold(0.0, f64::max),
        budget: budget_rows(&result.budget),
        point_budget: budget_rows(&result.point_budget),
        order: order(result),
    })
}

fn salinity_page(joint: &JointResult) -> SalinityPage {
    let expanded = || joint.validity.iter().map(|row| row.salinity_expanded_uncertainty_practical);
    let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
    SalinityPage {
        low: least(&mut joint.validity.iter().map(|row| row.salinity_practical[0])),
        high: most(&mut joint.validity.iter().map(|row| row.salinity_practical[1])),
        uncertainty_low: least(&mut expanded()),
        uncertainty_high: most(&mut expanded()),
    }
}

fn error_page(quantity: &QuantityValidation) -> Result<ErrorPage, ReportError> {
    let second = if quantity.quantity == "pressure" { Across::Temperature } else { Across::Pressure };
    Ok(ErrorPage { plots: vec![errors(quantity, Across::Reference)?, errors(quantity, second)?] })
}

fn budget_rows(budget: &[BudgetComponent]) -> Vec<BudgetRow> {
    let total: f64 = budget.iter().map(variance).sum();
    budget.iter().map(|component| budget_row(component, total)).collect()
}

fn budget_row(component: &BudgetComponent, total: f64) -> BudgetRow {
    let mut sorted: Vec<f64> = component.standard_uncertainty.iter().map(|u| u.abs()).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    BudgetRow {
        name: component.name.clone(),
        evaluation: component.evaluation.clone(),
        correlation: component.correlation.clone(),
        source: component.source.clone(),
        low: at(0),
        median: at(sorted.len() / 2),
        high: at(sorted.len().saturating_sub(1)),
        share_percent: if total > 0.0 { 100.0 * variance(component) / total } else { 0.0 },
    }
}

/// Sum of squares over the points: what the component adds to the mean variance.
fn variance(component: &BudgetComponent) -> f64 {
    component.standard_uncertainty.iter().map(|u| u * u).sum()
}

fn order(result: &QuantityResult) -> Vec<String> {
    let free = result.correlation.names.iter();
    let fixed = result.coefficients.keys().filter(|name| !result.correlation.names.contains(name));
    free.chain(fixed).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_variance_add_up_to_a_hundred() {
        let component = |name: &str, u: f64| BudgetComponent {
            name: name.into(),
            evaluation: "B".into(),
            correlation: None,
            source: "test".into(),
            standard_uncertainty: vec![u, 2.0 * u],
        };
        let rows = budget_rows(&[component("a", 3.0), component("b", 4.0)]);
        assert!((rows[0].share_percent - 36.0).abs() < 1e-12);
        assert!((rows[1].share_percent - 64.0).abs() < 1e-12);
    }
}
