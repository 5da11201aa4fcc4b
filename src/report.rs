//! The report: the certificate on a page that a metrologist can read, print and file.
//!
//! One HTML file without a link to anything outside itself: style, plots and numbers are inside. It says nothing that
//! the certificate, the record and (for a twin) the validation do not say, so the same run gives the same bytes.

mod axis;
mod figures;
mod page;
mod plot;
mod scale;
mod text;
mod trace;

#[cfg(test)]
mod sample;

pub use trace::Trace;

use crate::certificate::Certificate;
use crate::validation::Validation;
use hadal_record::Record;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The drawing library refused.
    #[error("a plot could not be drawn: {0}")]
    Plot(String),
    /// The template does not fit the numbers.
    #[error("the report could not be written: {0}")]
    Template(#[from] minijinja::Error),
}

/// The report of a certificate, with the run's trace and, for a twin, the judgement of truth.
///
/// # Errors
/// [`ReportError`] if a plot cannot be drawn or the template cannot be filled.
pub fn report_html(
    certificate: &Certificate,
    record: &Record,
    validation: Option<&Validation>,
) -> Result<String, ReportError> {
    render(certificate, &Trace::of(record), validation)
}

/// As [`report_html`], from a trace.
///
/// # Errors
/// [`ReportError`] if a plot cannot be drawn or the template cannot be filled.
pub fn render(
    certificate: &Certificate,
    trace: &Trace,
    validation: Option<&Validation>,
) -> Result<String, ReportError> {
    let page = page::Page::of(certificate, trace, validation)?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    add_filters(&mut environment);
    let template = environment.template_from_str(include_str!("report/report.html"))?;
    let context = context! {
        certificate => Value::from(Serde(certificate)),
        validation => Value::from(Serde(validation)),
        page => Value::from(Serde(&page)),
    };
    Ok(template.render(context)?)
}

fn add_filters(environment: &mut Environment<'_>) {
    environment.add_filter("fixed", |value: f64, decimals: usize| text::fixed(value, decimals));
    environment.add_filter("signed", |value: f64, decimals: usize| text::signed(value, decimals));
    environment.add_filter("coefficient", text::coefficient);
    environment.add_filter("uncertainty", text::uncertainty);
    environment.add_filter("coefficient_unit", text::unit);
    environment.add_filter("capitalize_first", text::capitalized);
    environment.add_filter("symbol", |unit: &str| scale::symbol(unit).to_owned());
    environment.add_filter("small_unit", |unit: &str| scale::of(unit).unit);
    environment
        .add_filter("value", |value: f64, unit: &str| text::fixed(value, scale::of(unit).value_decimals));
    environment.add_filter("small", |value: f64, unit: &str| {
        let scale = scale::of(unit);
        text::fixed(value * scale.factor, scale.residual_decimals)
    });
    environment.add_filter("small_digits", |value: f64, unit: &str| {
        text::two_digits(value * scale::of(unit).factor)
    });
    environment.add_filter("small_signed", |value: f64, unit: &str| {
        let scale = scale::of(unit);
        text::signed(value * scale.factor, scale.residual_decimals)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_stands_alone_and_says_simulated() {
        let (certificate, trace, validation) = (sample::certificate(), sample::trace(), sample::validation());
        let html = render(&certificate, &trace, Some(&validation)).unwrap();
        assert!(html.matches("SIMULATED").count() >= 3);
        for outside in ["http://", "https://", "<script", "@import", "<link"] {
            let allowed = html.matches("http://www.w3.org/2000/svg").count();
            let found = html.matches(outside).count();
            assert_eq!(found, if outside == "http://" { allowed } else { 0 }, "{outside}");
        }
        assert!(html.matches("<svg").count() >= 9, "{}", html.matches("<svg").count());
    }

    #[test]
    fn hardware_is_not_marked_simulated_and_has_no_truth() {
        let mut certificate = sample::certificate();
        certificate.simulated = false;
        certificate.notice = String::new();
        certificate.provenance.seed = None;
        let html = render(&certificate, &sample::trace(), None).unwrap();
        assert!(!html.contains("SIMULATED"));
        assert!(!html.contains("Against the truth"));
    }

    /// A trial looks like one: a banner first, and no word of calibration in kicker or title.
    #[test]
    fn a_trial_has_its_banner() {
        let mut certificate = sample::certificate();
        assert!(!render(&certificate, &sample::trace(), None).unwrap().contains("TRIAL"));
        certificate.complete = false;
        certificate.completeness = "TRIAL: too few points for the whole equation.".into();
        let a3 = certificate.items[0].quantities[0].coefficients.get_mut("a3").unwrap();
        (a3.origin, a3.standard_uncertainty) = (crate::certificate::Origin::HeldForLackOfPoints, None);
        let html = render(&certificate, &sample::trace(), None).unwrap();
        let banner = html.find("<strong>TRIAL</strong><span>too few points").unwrap();
        assert!(banner < html.find("<h1>").unwrap() && !html.contains(">Calibration report<"));
        assert!(html.contains("held for lack of points"));
    }

    /// Checks stand beside the references, and one that failed is a banner before all else.
    #[test]
    fn checks_have_their_table_and_a_failure_its_banner() {
        let mut certificate = sample::certificate();
        let html = render(&certificate, &sample::trace(), None).unwrap();
        for expected in ["thermometer 4521 at the triple point of water", "+0.123", "0.600", ">passed<"] {
            assert!(html.contains(expected), "{expected}");
        }
        assert!(
            html.contains("Not checked: salinometer on IAPSO Standard Seawater") && !html.contains("INVALID")
        );
        certificate.checks.valid = false;
        certificate.checks.statement = "INVALID: thermometer 4521 has drifted.".into();
        certificate.checks.results[0].passed = false;
        let html = render(&certificate, &sample::trace(), None).unwrap();
        let banner = html.find("<strong>INVALID</strong><span>thermometer 4521 has drifted.").unwrap();
        assert!(banner < html.find("<h1>").unwrap() && !html.contains(">Calibration report<"));
        assert!(html.contains(">failed<"));
    }

    /// What belongs to a result stands beside it: formula, units, ranges, prior, remark, and correlations near one.
    #[test]
    fn a_result_is_told_with_what_is_needed_to_use_it() {
        let html = render(&sample::certificate(), &sample::trace(), None).unwrap();
        for expected in [
            "a formula of a0",
            "positive where the item reads high",
            "S m\u{207b}\u{b9} kHz\u{207b}\u{b2}",
            "practical salinity 5.00 to 38.00",
            "pressure 0.00 to 115.00 MPa",
            "CPCOR = -9.570000000e-08 with standard uncertainty",
            "The equation cannot follow",
            "\u{2212}0.99987",
            "certificate.json",
            "deep-1 \u{2191}",
            "deep-2 \u{2193}",
        ] {
            assert!(html.contains(expected), "{expected}");
        }
    }

    #[test]
    fn the_same_numbers_give_the_same_page() {
        let page = || render(&sample::certificate(), &sample::trace(), Some(&sample::validation())).unwrap();
        assert_eq!(page(), page());
    }

    #[test]
    fn text_from_description_files_is_escaped() {
        let mut certificate = sample::certificate();
        certificate.title = "<b>depth & more</b>".into();
        let html = render(&certificate, &sample::trace(), None).unwrap();
        assert!(html.contains("&lt;b&gt;depth &amp; more") && !html.contains("<b>depth"));
    }

    #[test]
    fn every_number_of_the_certificate_is_on_the_page() {
        let certificate = sample::certificate();
        let html = render(&certificate, &sample::trace(), None).unwrap();
        for quantity in &certificate.items[0].quantities {
            for (name, coefficient) in &quantity.coefficients {
                assert!(html.contains(&text::coefficient(coefficient.value)), "{name}");
            }
            for component in &quantity.budget {
                assert!(
                    html.contains(&component.name) && html.contains(&component.source),
                    "{}",
                    component.name
                );
            }
        }
    }
}
