//! The thermometer that the arguments describe, and what it makes of one value.

use super::{ThermometerArguments, UncertaintyArguments};
use anyhow::{Context as _, bail};
use hadal_models::quantity::Temperature;
use hadal_models::standards::ipts68;
use hadal_models::standards::its90::{
    Calibration, Deviation, FixedPoint, FixedPointUncertainty, Subrange, TriplePointCells, UseUncertainty,
    reference_ratio, reference_ratio_slope,
};

/// Coldest and warmest temperature of the reference functions, K (ITS-90, eqs. 9a and 10a).
const REFERENCE_RANGE_KELVIN: (f64, f64) = (13.8033, 1234.93);

/// What is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Ratio,
    Resistance,
    T90,
    T68,
}

/// Everything that belongs to one value.
pub(super) struct Values {
    pub(super) t90_celsius: f64,
    pub(super) t68_celsius: f64,
    pub(super) ratio: f64,
    pub(super) reference_ratio: f64,
    /// Whether the scale defines this temperature by this thermometer.
    pub(super) in_range: bool,
    /// Of t90 in K, or of W where a temperature is given.
    pub(super) uncertainty: Option<f64>,
}

/// A thermometer with its resistance in water and its uncertainties, as far as they are given.
pub(super) struct Thermometer {
    /// Without one it is the ideal thermometer.
    subrange: Option<Subrange>,
    resistance_tpw_ohm: Option<f64>,
    calibration: Calibration,
    with_uncertainty: bool,
}

impl Given {
    pub(super) const ALL: [Self; 4] = [Self::Ratio, Self::Resistance, Self::T90, Self::T68];

    /// Names of its column.
    pub(super) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Ratio => &["W", "W [1]"],
            Self::Resistance => &["R", "R [ohm]", "R_ohm"],
            Self::T90 => &["t90", "t90 [degC]"],
            Self::T68 => &["t68", "t68 [degC]"],
        }
    }

    /// Of what the uncertainty is, and in which unit.
    pub(super) const fn uncertainty_name(self) -> &'static str {
        match self {
            Self::Ratio | Self::Resistance => "u(t90) [K]",
            Self::T90 | Self::T68 => "u(W) [1]",
        }
    }
}

impl Thermometer {
    pub(super) fn new(of: &ThermometerArguments, known: &UncertaintyArguments) -> anyhow::Result<Self> {
        let ThermometerArguments { subrange, a, b, rtpw } = of;
        if let (Some(subrange), Some(b)) = (subrange, b)
            && !subrange.is_quadratic()
        {
            bail!("--b {b}: subrange {} has no second coefficient; accepted: hg-ga, tpw-sn", subrange.name());
        }
        if let Some(subrange) = subrange {
            let lacking = match (a, b) {
                (None, _) => Some("--a"),
                (_, None) if subrange.is_quadratic() => Some("--b"),
                _ => None,
            };
            if let Some(option) = lacking {
                bail!("--subrange {}: {option} is needed, as its certificate gives it", subrange.name());
            }
        }
        if let Some(ohm) = rtpw.filter(|ohm| *ohm <= 0.0) {
            bail!("--rtpw {ohm}: accepted: a resistance above zero, in ohm");
        }
        // W must rise with temperature, or a deviation is none.
        for (name, value) in [("--a", a), ("--b", b)] {
            if let Some(value) = value.filter(|value| value.abs() > 0.1) {
                bail!("{name} {value}: accepted: -0.1 to 0.1; those of real thermometers are some 1e-4");
            }
        }
        // The ideal thermometer deviates nowhere, whatever the subrange.
        let deviation = Deviation {
            subrange: subrange.unwrap_or(Subrange::MercuryGallium),
            a: a.unwrap_or(0.0),
            b: b.unwrap_or(0.0),
        };
        Ok(Self {
            subrange: *subrange,
            resistance_tpw_ohm: *rtpw,
            calibration: calibration(deviation, known)?,
            with_uncertainty: known.uncertainty,
        })
    }

    /// Whether the scale accepts a thermometer with these coefficients; the ideal one always.
    pub(super) fn is_acceptable(&self) -> bool {
        self.subrange.is_none() || self.calibration.deviation.is_acceptable()
    }

    pub(super) fn with_uncertainty(&self) -> bool {
        self.with_uncertainty
    }

    /// All that belongs to one given value.
    ///
    /// # Errors
    /// A resistance without one in water.
    pub(super) fn values(&self, given: Given, value: f64) -> anyhow::Result<Values> {
        let deviation = &self.calibration.deviation;
        let in_water = || self.resistance_tpw_ohm.context("a resistance is given: --rtpw is needed");
        let (ratio, temperature) = match given {
            Given::Ratio => (value, deviation.temperature(value)),
            Given::Resistance => {
                let ratio = value / in_water()?;
                (ratio, deviation.temperature(ratio))
            }
            Given::T90 => of_temperature(deviation, Temperature::from_celsius(value)),
            Given::T68 => of_temperature(deviation, ipts68::temperature(value)),
        };
        Ok(Values {
            t90_celsius: temperature.celsius(),
            t68_celsius: match given {
                Given::T68 => value,
                // Beyond its range the polynomial soon means nothing.
                _ if ipts68::contains(temperature) => ipts68::celsius(temperature),
                _ => f64::NAN,
            },
            ratio,
            reference_ratio: match given {
                Given::Ratio | Given::Resistance => deviation.reference_ratio(ratio),
                Given::T90 | Given::T68 => reference_ratio(temperature),
            },
            in_range: self.contains(temperature) && (given != Given::T68 || ipts68::contains(temperature)),
            uncertainty: self.with_uncertainty.then(|| self.uncertainty(given, ratio, temperature)),
        })
    }

    /// What each source of error does to the temperature at the ratio W, K; those that do nothing are left
    /// out.
    pub(super) fn contributions(&self, ratio: f64) -> Vec<(String, f64)> {
        let all = self.calibration.contributions(ratio).into_iter();
        all.filter(|one| one.kelvin.abs() > 0.0).map(|one| (one.source.name(), one.kelvin.abs())).collect()
    }

    /// The range that `in_range` means, in words.
    pub(super) fn range_in_words(&self) -> String {
        match self.subrange {
            Some(subrange) => {
                let (lowest, highest) = subrange.limits();
                format!("{}: {} to {} °C", subrange.name(), lowest.celsius(), highest.celsius())
            }
            None => "reference functions: 13.8033 to 1234.93 K".to_owned(),
        }
    }

    fn contains(&self, temperature: Temperature) -> bool {
        let (coldest, warmest) = REFERENCE_RANGE_KELVIN;
        self.subrange.map_or_else(
            || (coldest..=warmest).contains(&temperature.kelvin()),
            |subrange| subrange.contains(temperature),
        )
    }

    fn uncertainty(&self, given: Given, ratio: f64, temperature: Temperature) -> f64 {
        let kelvin = self.calibration.standard_uncertainty_kelvin(ratio);
        match given {
            Given::Ratio | Given::Resistance => kelvin,
            Given::T90 | Given::T68 => {
                kelvin * reference_ratio_slope(temperature) / (1.0 - self.calibration.deviation.slope(ratio))
            }
        }
    }
}

fn of_temperature(deviation: &Deviation, temperature: Temperature) -> (f64, Temperature) {
    (deviation.ratio(temperature), temperature)
}

/// The calibration that the uncertainties describe. Each of them must be said, if only as zero: what is forgotten would
/// count as exact.
fn calibration(deviation: Deviation, known: &UncertaintyArguments) -> anyhow::Result<Calibration> {
    let all = [
        (FixedPoint::Mercury, "--u-hg", known.u_hg),
        (FixedPoint::Water, "--u-tpw", known.u_tpw),
        (FixedPoint::Gallium, "--u-ga", known.u_ga),
        (FixedPoint::Indium, "--u-in", known.u_in),
        (FixedPoint::Tin, "--u-sn", known.u_sn),
    ];
    let points = deviation.subrange.fixed_points();
    for (point, option, value) in all {
        let serves = point == FixedPoint::Water || points.contains(&point);
        match value {
            Some(value) if !serves => {
                bail!("{option} {value}: subrange {} does not use that point", deviation.subrange.name())
            }
            None if serves && known.uncertainty => {
                bail!("--uncertainty: {option} is needed too, in mK; give 0 if it is negligible")
            }
            _ => {}
        }
    }
    if known.uncertainty && known.u_w.is_none() {
        bail!("--uncertainty: --u-w is needed too, a ratio as W itself; give 0 if it is negligible");
    }
    let cell = |wanted: FixedPoint| {
        let millikelvin = all.iter().find(|(point, ..)| *point == wanted).and_then(|(.., value)| *value);
        FixedPointUncertainty { realisation_kelvin: millikelvin.unwrap_or(0.0) / 1e3, reading: 0.0 }
    };
    let water = cell(FixedPoint::Water);
    Ok(Calibration {
        fixed_points: points.iter().map(|point| cell(*point)).collect(),
        deviation,
        water,
        used: UseUncertainty { reading: known.u_w.unwrap_or(0.0), water: TriplePointCells::OtherCell(water) },
    })
}
