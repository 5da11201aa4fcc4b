//! Optical sensors: the makers' straight lines, and growth on windows.

use super::fitted::fitted;
use super::statistics::{holds, quantile, share, sorted};
use super::{Basis, Row, units};
use hadal_models::quantity::Temperature;
use hadal_models::sensor::population::{LightMeterUnit, ScatteringUnit, TransmissometerUnit};

fn room() -> Temperature {
    Temperature::from_celsius(20.0)
}

pub(super) fn rows() -> Vec<Row> {
    vec![fluorometer(), transmissometer(), light_meter(), growth()]
}

fn fluorometer() -> Row {
    let worst = sorted(units("fluorometer", ScatteringUnit::draw).iter().map(|unit| {
        let amounts = [0.0, 5.0, 10.0, 15.0, 20.0, 25.0];
        let points = amounts.map(|amount| (vec![unit.element.counts(amount, room(), 0.0, 0.0)], amount));
        1e2 * fitted("wet-labs/eco", &[], &[], &points).worst() / 30.0
    }));
    Row {
        subject: "fluorometer: maker's line, 0 to 25 µg/l".into(),
        published: "linear over the measurement range".into(),
        source: "Sea-Bird, Application Note 62",
        drawn: format!(
            "largest residual: median {:.2}, 99 % {:.2} % of 30 µg/l",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units within 1 % (judgement)".into(),
        basis: Basis::Construction,
        agrees: quantile(&worst, 0.99) < 1.0,
    }
}

fn transmissometer() -> Row {
    let units = units("transmissometer", TransmissometerUnit::draw);
    let volts = sorted(units.iter().map(|unit| unit.element.volts(0.0, 0.0, room(), 0.0, 0.0)));
    let dark = sorted(units.iter().map(|unit| unit.element.dark_v));
    Row {
        subject: "transmissometer: voltage in pure water, and blocked".into(),
        published: "4.565 V; 0.002 V and, later, 0.006 V".into(),
        source: "example of a sheet, Sea-Bird, SBE 49 manual",
        drawn: format!(
            "1 to 99 %: {:.2} to {:.2} V; {:.4} to {:.4} V",
            quantile(&volts, 0.01),
            quantile(&volts, 0.99),
            quantile(&dark, 0.01),
            quantile(&dark, 0.99)
        ),
        criterion: "each within the central 98 % of the drawn".into(),
        basis: Basis::Construction,
        agrees: holds(&volts, 4.565) && holds(&dark, 0.002) && holds(&dark, 0.006),
    }
}

fn light_meter() -> Row {
    let worst = sorted(units("light meter", LightMeterUnit::draw).iter().map(|unit| {
        let lights: [f64; 6] = [1.0, 5.0, 25.0, 125.0, 600.0, 2_200.0];
        let read = lights.map(|light| unit.element.volts(light, room()));
        // A line through volts against the logarithm, by its ends.
        let decades = libm::log10(lights[5] / lights[0]);
        let scale = (read[5] - read[0]) / decades;
        let off = lights.iter().zip(read).map(|(light, volts)| {
            let line = read[0] + scale * libm::log10(light / lights[0]);
            1e2 * libm::expm1((volts - line) / scale * std::f64::consts::LN_10).abs()
        });
        off.fold(0.0, f64::max)
    }));
    Row {
        subject: "light meter: maker's logarithm, 1 to 2,200 µmol m⁻² s⁻¹".into(),
        published: "a voltage in proportion to the logarithm".into(),
        source: "Satlantic, manual SAT-DN-00462",
        drawn: format!(
            "off the line by: median {:.2}, 99 % {:.2} %",
            quantile(&worst, 0.5),
            quantile(&worst, 0.99)
        ),
        criterion: "99 % of units within 3 % (judgement)".into(),
        basis: Basis::Construction,
        agrees: quantile(&worst, 0.99) < 3.0,
    }
}

fn growth() -> Row {
    let units = units("transmissometer", TransmissometerUnit::draw);
    let attenuation: Vec<f64> = units
        .iter()
        .map(|unit| {
            let volts = |days: f64| {
                unit.element.volts(0.5, 0.5, room(), unit.film.thickness_m(days), unit.film_per_m)
                    - unit.element.dark_v
            };
            libm::log(volts(0.0) / volts(150.0)) / unit.element.path_m
        })
        .collect();
    let up = share(&attenuation, |per_m| per_m > 0.0);
    let ordered = sorted(attenuation);
    Row {
        subject: "transmissometer: growth on the windows in five months".into(),
        published: "a gradual upward drift of the beam attenuation coefficient".into(),
        source: "USGS Open-File Report 02-217",
        drawn: format!("{:.0} % upward, median {:.1} m⁻¹", 100.0 * up, quantile(&ordered, 0.5)),
        criterion: "every unit upward".into(),
        basis: Basis::Construction,
        agrees: up >= 1.0,
    }
}
