//! Quantities derived from temperature, conductivity and pressure by our seawater (TEOS-10 and PSS-78).

use super::conversion::Source;
use super::{Cast, Kind, Variable};
use crate::processing::{VoltageSlope, voltage_slope};
use crate::quantity::{AbsoluteSalinity, Place, PracticalSalinity, SeaPressure};
use crate::seawater::{self, columns};
use serde::{Deserialize, Serialize};

/// How practical salinity becomes absolute salinity: by the place where it is known, or else as Reference Salinity. The
/// atlas that knows places is a feature of this crate, so that the caller chooses.
pub type AbsoluteSalinityOf = fn(PracticalSalinity, Option<Place>, SeaPressure) -> AbsoluteSalinity;

/// Micromole of oxygen in a millilitre of the gas at 0 °C and one atmosphere, by the maker's factor (Sea-Bird,
/// Application Note 64): that of an ideal gas is 44.615.
const MICROMOLE_PER_ML: f64 = 44.66;

/// A property column by column, as in [`columns`].
type Law = fn(&[f64], &[f64], &[f64], &mut [f64]);

/// Unit of the slope of a voltage, which is an intermediate and does not stay.
const SLOPE_UNIT: &str = "V s-1";

/// The equation of the maker's optode, which has names of its own in a `.cnv`.
const SBE_63: &str = "sea-bird/sbe-63-oxygen";

/// How to derive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Derive {
    /// Window of the slope in time of an oxygen sensor's voltage, for its response; 0 leaves the response as it is.
    oxygen_slope_window_s: f64,
}

impl Default for Derive {
    fn default() -> Self {
        // The maker's default.
        Self { oxygen_slope_window_s: 2.0 }
    }
}

impl Derive {
    /// The field that has no meaning, if one has none.
    pub(super) fn check(&self) -> Result<(), String> {
        let window = self.oxygen_slope_window_s;
        let known = window.is_finite() && window >= 0.0;
        if known { Ok(()) } else { Err(format!("oxygen_slope_window_s = {window}")) }
    }
}

/// Reference Salinity, wherever it is.
pub(super) fn reference(
    practical: PracticalSalinity,
    _place: Option<Place>,
    _pressure: SeaPressure,
) -> AbsoluteSalinity {
    practical.reference()
}

/// Derives everything that the cast has the columns for.
pub(super) fn derive(cast: &mut Cast, how: Derive, absolute: AbsoluteSalinityOf) {
    for number in 1..=2 {
        salinity_and_density(cast, number, absolute);
    }
    if cast.variable("practical_salinity").is_none() {
        let needed = ["conductivity", "temperature", "pressure"];
        let missing: Vec<&str> = needed.into_iter().filter(|name| cast.variable(name).is_none()).collect();
        cast.remarks.push(format!("no {}, hence no salinity", missing.join(" and no ")));
    }
    depth(cast);
    slopes(cast, how.oxygen_slope_window_s);
    cast.convert_waiting();
    cast.variables.retain(|known| known.unit != SLOPE_UNIT);
    oxygen_per_mass(cast);
    cast.sort();
    cast.history.push(format!(
        "derived by TEOS-10 and PSS-78, absolute salinity {}",
        match cast.place() {
            Some(place) => format!(
                "at {:.5} degrees north, {:.5} degrees east",
                place.latitude.degrees_north(),
                place.longitude.degrees_east()
            ),
            None => "as Reference Salinity, for want of a place".to_owned(),
        }
    ));
}

/// Takes the columns of the `number`th pair of thermometer and cell.
fn salinity_and_density(cast: &mut Cast, number: usize, absolute: AbsoluteSalinityOf) {
    let place = cast.place();
    let named = |name: &str| Kind::named(name).map(|kind| kind.numbered(number)).unwrap_or_default();
    let measured =
        (cast.values(&named("conductivity")), cast.values(&named("temperature")), cast.values("pressure"));
    let (Some(conductivity), Some(temperature), Some(pressure)) = measured else { return };
    let millisiemens: Vec<f64> = conductivity.iter().map(|siemens| 10.0 * siemens).collect();
    let scans = millisiemens.len();
    let mut practical = vec![0.0; scans];
    columns::practical_salinity(&millisiemens, temperature, pressure, &mut practical);
    let salinity = |(practical, dbar): (&f64, &f64)| {
        absolute(PracticalSalinity::new(*practical), place, SeaPressure::from_dbar(*dbar)).g_per_kg()
    };
    let salt: Vec<f64> = practical.iter().zip(pressure).map(salinity).collect();
    let column = |law: Law, celsius: &[f64], dbar: &[f64]| {
        let mut values = vec![0.0; scans];
        law(&salt, celsius, dbar, &mut values);
        values
    };
    let conservative = column(columns::conservative_temperature, temperature, pressure);
    let potential = column(columns::potential_temperature, temperature, pressure);
    let surface = vec![0.0; scans];
    let mut anomaly = column(columns::density, &potential, &surface);
    anomaly.iter_mut().for_each(|density| *density -= 1000.0);
    let density = column(columns::density, temperature, pressure);
    let sound_speed = column(columns::sound_speed, temperature, pressure);
    let made = [
        ("practical_salinity", practical),
        ("absolute_salinity", salt),
        ("conservative_temperature", conservative),
        ("density", density),
        ("potential_density_anomaly", anomaly),
        ("sound_speed", sound_speed),
    ];
    for (name, values) in made {
        // Averages of a file stay: nothing that is not linear may be derived from averages again.
        let averaged = cast.bins.is_some() && cast.variable(&named(name)).is_some();
        if !averaged {
            put(cast, name, number, values);
        }
    }
}

fn depth(cast: &mut Cast) {
    let (Some(latitude), Some(pressure)) = (cast.latitude, cast.values("pressure")) else {
        if cast.latitude.is_none() {
            cast.remarks.push("no latitude, hence no depth: give one".to_owned());
        }
        return;
    };
    let depth =
        pressure.iter().map(|dbar| seawater::depth(SeaPressure::from_dbar(*dbar), latitude)).collect();
    put(cast, "depth", 1, depth);
}

/// The slope that an oxygen sensor's equation corrects the response by.
fn slopes(cast: &mut Cast, window_s: f64) {
    const SLOPE: &str = "volts_per_s";
    let window = cast.sample_interval_s.and_then(|interval| VoltageSlope::new(window_s, interval).ok());
    let mut waiting = std::mem::take(&mut cast.waiting);
    for sensor in &mut waiting {
        let place = sensor.equation.inputs().iter().position(|input| input.name == SLOPE);
        let (Some(place), Some(Source::Column(volts))) = (place, sensor.inputs.first()) else { continue };
        let (Some(window), Some(voltage)) = (window, cast.values(volts)) else { continue };
        let name = format!("{volts}_slope");
        let values = voltage_slope(voltage, window);
        cast.set(Variable {
            long_name: format!("slope of {volts} over {window_s} s"),
            name: name.clone(),
            unit: SLOPE_UNIT.to_owned(),
            standard_name: None,
            sea_bird: None,
            sensor: None,
            values,
        });
        cast.history.push(format!(
            "{}: response corrected by the slope of {volts} over {window_s} s",
            sensor.variable
        ));
        if let Some(input) = sensor.inputs.get_mut(place) {
            *input = Source::Column(name);
        }
    }
    cast.waiting = waiting;
}

/// Oxygen per mass of water, from what sensors give per volume at the density of the potential temperature.
fn oxygen_per_mass(cast: &mut Cast) {
    let beside = Kind::named("potential_density_anomaly").map(|kind| kind.numbered(cast.pair.number()));
    let Some(anomaly) = beside.and_then(|name| cast.values(&name)).map(<[f64]>::to_vec) else { return };
    for (name, micromole) in [("oxygen_ml_per_l", MICROMOLE_PER_ML), ("oxygen_umol_per_l", 1.0)] {
        for number in 1..=2 {
            let numbered = Kind::named(name).map(|kind| kind.numbered(number)).unwrap_or_default();
            // Only what was converted here: a column that was read stays what the file says.
            let Some(made) = cast.variable(&numbered).filter(|known| known.sensor.is_some()) else {
                continue;
            };
            let per_mass = |(oxygen, anomaly): (&f64, &f64)| oxygen * micromole * 1000.0 / (1000.0 + anomaly);
            let values = made.values.iter().zip(&anomaly).map(per_mass).collect();
            let is_optode = made.sensor.as_ref().is_some_and(|sensor| sensor.equation.id() == SBE_63);
            put(cast, "oxygen", number, values);
            if let Some(oxygen) = cast.variables.iter_mut().find(|known| is_optode && known.name == "oxygen")
            {
                oxygen.sea_bird = Some(("sbeopoxMm/Kg".to_owned(), "Oxygen, SBE 63 [umol/kg]".to_owned()));
            }
        }
    }
}

fn put(cast: &mut Cast, name: &str, number: usize, values: Vec<f64>) {
    if let Some(kind) = Kind::named(name) {
        cast.set(Variable::of_kind(kind, number, values));
    }
}
