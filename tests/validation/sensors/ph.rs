//! pH sensors: Nernst, and pressure.

use super::fitted::{Fitted, fitted};
use super::statistics::{holds, quantile, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::sensor::element::ElectrolytePh;
use hadal_models::sensor::population::PhUnit;

const SALINITY: f64 = 35.0;
/// f1 to f6 of the examples in Application Note 99 and in the Argo manual for pH, V/dbar and its powers.
const PUBLISHED: [[f64; 6]; 2] = [
    [-8.318_42e-6, -7.471_52e-9, 1.914_85e-11, -1.392_73e-14, 4.481_85e-18, -5.425_88e-22],
    [-8.453e-6, 6.588_5e-8, -1.117_9e-10, 8.713e-14, -3.242_3e-17, 4.660_8e-21],
];

fn volts(unit: &PhUnit, ph_free: f64, celsius: f64, dbar: f64) -> f64 {
    unit.element.volts(&ElectrolytePh {
        free_hydrogen_mol_per_kg: libm::pow(10.0, -ph_free),
        salinity: PracticalSalinity::new(SALINITY),
        temperature: Temperature::from_celsius(celsius),
        pressure: SeaPressure::from_dbar(dbar),
    })
}

/// What turns −log of free hydrogen per kilogram of water into pH on the total scale: the mass of salt, and bisulphate
/// (Dickson, J. Chem. Thermodynamics 22 (1990) 113, as Dickson, Sabine and Christian 2007 print it), at one atmosphere.
fn total_less_free(celsius: f64) -> f64 {
    let kelvin = celsius + 273.15;
    let (log, ionic) = (libm::log(kelvin), 19.924 * SALINITY / (1_000.0 - 1.005 * SALINITY));
    let ln_ks = -4_276.1 / kelvin + 141.328 - 23.093 * log
        + (-13_856.0 / kelvin + 324.57 - 47.986 * log) * ionic.sqrt()
        + (35_474.0 / kelvin - 771.54 + 114.723 * log) * ionic
        - 2_698.0 / kelvin * ionic * ionic.sqrt()
        + 1_776.0 / kelvin * ionic * ionic;
    let water = 1.0 - 0.001_005 * SALINITY;
    let sulphate = 0.14 / 96.062 * SALINITY / 1.80655;
    -libm::log10(water) - libm::log10(1.0 + sulphate / (libm::exp(ln_ks) * water))
}

/// The maker's equation at one atmosphere: k0 and k2 over 5 to 30 °C.
fn sheet(unit: &PhUnit) -> Fitted {
    let point = |celsius: f64| {
        let free = 8.1;
        (vec![volts(unit, free, celsius, 0.0), celsius, SALINITY, 0.0], free + total_less_free(celsius))
    };
    let points = [5.0, 10.0, 15.0, 20.0, 25.0, 30.0].map(point);
    fitted("sea-bird/seafet-ph-external", &[], &[("k0", -1.36), ("k2f0", -1.08e-3)], &points)
}

pub(super) fn rows() -> Vec<Row> {
    let units = units("ph", PhUnit::draw);
    let sheets: Vec<Fitted> = units.iter().map(sheet).collect();
    let range =
        sorted(units.iter().flat_map(|unit| [volts(unit, 7.5, 2.0, 0.0), volts(unit, 8.2, 30.0, 0.0)]));
    let worst = sorted(sheets.iter().map(Fitted::worst));
    // Read as the maker's equation reads it: chemistry under pressure is taken out, f(P) is what is left.
    let shift_mv = |dbar: f64| {
        sorted(units.iter().zip(&sheets).map(|(unit, sheet)| {
            let seen = |p: f64| {
                let read = sheet.value(&[volts(unit, 8.1, 5.0, 0.0), 5.0, SALINITY, p]);
                (read, sheet.value(&[volts(unit, 8.1, 5.0, p), 5.0, SALINITY, p]))
            };
            let (unmoved, moved) = seen(dbar);
            // A unit of pH is (RT/F) ln 10.
            (moved - unmoved) * 8.314_462_6 * 278.15 / 96_485.33 * std::f64::consts::LN_10 * 1e3
        }))
    };
    let published = PUBLISHED.map(|f| {
        let sum = f.iter().rev().fold(0.0, |sum, coefficient| 2_000.0 * (sum + coefficient));
        1e3 * sum
    });
    let (half, all) = (shift_mv(1_000.0), shift_mv(2_000.0));
    vec![
        Row {
            subject: "pH by gate and chloride electrode: voltage".into(),
            published: "−0.83 to −0.89 V in two examples".into(),
            source: "Application Note 99; Argo manual for pH (doi 10.13155/57195)",
            drawn: format!("{:.3} to {:.3} V over pH 7.5 to 8.2", range[0], range[range.len() - 1]),
            criterion: "every unit from −1.05 to −0.75 V, both examples within the central 98 % of the drawn"
                .into(),
            basis: Basis::Construction,
            agrees: range[0] > -1.05
                && range[range.len() - 1] < -0.75
                && holds(&range, -0.89)
                && holds(&range, -0.83),
        },
        Row {
            subject: "the same: maker's equation (k0, k2), 5 to 30 °C at one atmosphere".into(),
            published: "accuracy 0.05 pH, after calibration in the field 0.025".into(),
            source: "Miller et al. 2018, doi 10.5194/os-14-751-2018, for the latter",
            drawn: format!(
                "largest residual: median {:.4}, 99 % {:.4}",
                quantile(&worst, 0.5),
                quantile(&worst, 0.99)
            ),
            criterion: "99 % of units below 0.025".into(),
            basis: Basis::Construction,
            agrees: quantile(&worst, 0.99) < 0.025,
        },
        Row {
            subject: "the same: f(P) at 2,000 dbar".into(),
            published: format!("{:+.1} and {:+.1} mV in two units", published[0], published[1]),
            source: "Application Note 99; Argo manual for pH",
            drawn: format!(
                "5 to 95 %: {:+.1} to {:+.1} mV; {:.0} % of it by 1,000 dbar at the ends",
                quantile(&all, 0.05),
                quantile(&all, 0.95),
                100.0 * (quantile(&half, 0.95) - quantile(&half, 0.05))
                    / (quantile(&all, 0.95) - quantile(&all, 0.05))
            ),
            criterion: "both within the central 98 % of the drawn, which reach no farther than twice as far"
                .into(),
            basis: Basis::Construction,
            agrees: holds(&all, published[0])
                && holds(&all, published[1])
                && all[0] > 2.0 * published[0]
                && all[all.len() - 1] < 2.0 * published[1],
        },
    ]
}
