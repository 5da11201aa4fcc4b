//! The formulations behind the properties of seawater, and the range that each one states for itself.
//!
//! A value outside the range is still computed, as an extrapolation; this file only says that it is one.
//! What that costs is in [`super::uncertainty`].

use super::conductivity::LOW_SALINITY;
use super::freezing::freezing_temperature;
use super::polynomial_75::is_in_funnel;
use super::state::State;
use crate::quantity::SeaPressure;

/// A published formula for one or more properties of seawater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Formulation {
    /// The Gibbs function of seawater, with the water part carried to IAPWS-95 above 100 MPa.
    Teos10,
    /// Equilibrium of that seawater with ice I.
    Freezing,
    /// Practical salinity from conductivity and back.
    Pss78,
    /// Practical salinity below 2.
    LowSalinity,
    /// Absolute Salinity by the atlas of its anomaly.
    SalinityAnomaly,
    /// Density by the equation of state of 1980.
    Eos80,
    /// Speed of sound of Chen and Millero.
    ChenMillero,
    /// Speed of sound of Del Grosso.
    DelGrosso,
    /// The 75-term polynomial for specific volume, with its derivatives.
    Polynomial75,
    /// Depth in an ocean of standard salinity at 0 °C, and gravity there.
    StandardOcean,
    /// Oxygen in equilibrium with air.
    OxygenSolubility,
    /// Partial pressure of a dissolved gas under pressure.
    GasPressure,
}

/// Sea pressure at which TEOS-10, PSS-78 and EOS-80 end, 10,000 dbar.
const END_MPA: f64 = 100.0;
/// End of the fit that carries the water part to IAPWS-95.
const WATER_END_MPA: f64 = 127.0;

impl Formulation {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Teos10,
        Self::Freezing,
        Self::Pss78,
        Self::LowSalinity,
        Self::SalinityAnomaly,
        Self::Eos80,
        Self::ChenMillero,
        Self::DelGrosso,
        Self::Polynomial75,
        Self::StandardOcean,
        Self::OxygenSolubility,
        Self::GasPressure,
    ];

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Teos10 => "TEOS-10 Gibbs function",
            Self::Freezing => "TEOS-10 seawater with ice",
            Self::Pss78 => "PSS-78",
            Self::LowSalinity => "PSS-78 extended below 2",
            Self::SalinityAnomaly => "Absolute Salinity anomaly ratio",
            Self::Eos80 => "EOS-80",
            Self::ChenMillero => "Chen and Millero",
            Self::DelGrosso => "Del Grosso",
            Self::Polynomial75 => "75-term polynomial",
            Self::StandardOcean => "TEOS-10 height and gravity",
            Self::OxygenSolubility => "Garcia and Gordon, Benson and Krause fit",
            Self::GasPressure => "partial molar volume of oxygen",
        }
    }

    /// Where the formula and its range are published.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Teos10 => "IAPWS R13-08 and SR7-09; IOC, SCOR and IAPSO 2010; above 100 MPa IAPWS R6-95",
            Self::Freezing => "IAPWS R13-08 and R10-06; IOC, SCOR and IAPSO 2010, section 3.33",
            Self::Pss78 => "Fofonoff and Millard 1983, UNESCO Technical Papers in Marine Science 44",
            Self::LowSalinity => "Hill, Dauphinee and Woods 1986; IOC, SCOR and IAPSO 2010, appendix E",
            Self::SalinityAnomaly => "McDougall et al. 2012, Ocean Science 8, 1123",
            Self::Eos80 => "Fofonoff and Millard 1983; Millero and Poisson 1981",
            Self::ChenMillero => "Chen and Millero 1977, J. Acoust. Soc. Am. 62, 1129",
            Self::DelGrosso => "Del Grosso 1974, J. Acoust. Soc. Am. 56, 1084",
            Self::Polynomial75 => "Roquet et al. 2015, Ocean Modelling 90, 29; range of the GSW toolbox",
            Self::StandardOcean => "IOC, SCOR and IAPSO 2010, appendix D.3 and section 3.32",
            Self::OxygenSolubility => "Garcia and Gordon 1992, Limnol. Oceanogr. 37, 1307",
            Self::GasPressure => {
                "equilibrium of a dissolved gas; no range is stated, 0 to 10,000 dbar is taken"
            }
        }
    }

    /// The formula that really serves at a state: PSS-78 hands over to its extension below 2, and without a longitude Absolute
    /// Salinity is Reference Salinity, a multiple of PSS-78's.
    pub fn at(self, state: &State) -> Self {
        match self {
            Self::SalinityAnomaly if state.longitude.is_none() => Self::Pss78.at(state),
            Self::Pss78 if state.practical.value() < LOW_SALINITY => Self::LowSalinity,
            serves => serves,
        }
    }

    /// Whether a state lies inside the stated range, ends included. What is not a number never does.
    ///
    /// Pure water above 100 MPa counts as inside TEOS-10 here, to 127 MPa and from 0 °C: there the value is
    /// that of IAPWS-95, which states itself to 1,000 MPa. Any salt above 100 MPa is outside: the salt part is
    /// an extrapolation. Pressure below one atmosphere is outside everywhere.
    pub fn contains(self, state: &State) -> bool {
        let absolute = state.absolute.g_per_kg();
        let practical = state.practical.value();
        let celsius = state.temperature.celsius();
        let mpa = state.pressure.mpa();
        let to_10_km = (0.0..=END_MPA).contains(&mpa);
        match self {
            Self::Teos10 => in_teos10(state),
            Self::Freezing => (0.0..=42.0).contains(&absolute) && to_10_km,
            Self::Pss78 => (2.0..=42.0).contains(&practical) && (-2.0..=35.0).contains(&celsius) && to_10_km,
            Self::LowSalinity => {
                (0.0..=2.0).contains(&practical) && (-2.0..=35.0).contains(&celsius) && to_10_km
            }
            Self::SalinityAnomaly => has_atlas(state) && in_teos10(state) && to_10_km,
            Self::Eos80 => (0.0..=42.0).contains(&practical) && (-2.0..=40.0).contains(&celsius) && to_10_km,
            Self::ChenMillero => {
                (0.0..=40.0).contains(&practical) && (0.0..=40.0).contains(&celsius) && to_10_km
            }
            Self::DelGrosso => {
                // 1,000 kgf/cm².
                let to_its_end = (0.0..=98.0665).contains(&mpa);
                (30.0..=40.0).contains(&practical) && (0.0..=30.0).contains(&celsius) && to_its_end
            }
            Self::Polynomial75 => is_in_funnel(state.absolute, state.conservative(), state.pressure),
            Self::StandardOcean => {
                to_10_km && state.latitude.is_some_and(|at| at.degrees_north().abs() <= 90.0)
            }
            Self::OxygenSolubility => {
                let freezing = freezing_temperature(state.absolute, SeaPressure::SURFACE).celsius();
                let potential = state.potential().celsius();
                (0.0..=42.0).contains(&practical) && (freezing..=40.0).contains(&potential)
            }
            Self::GasPressure => (-2.0..=40.0).contains(&celsius) && to_10_km,
        }
    }
}

/// To 42 g/kg and 40 °C; down to −6 °C, and where pressure keeps colder water liquid, to its freezing point.
fn in_teos10(state: &State) -> bool {
    let (g_per_kg, celsius, mpa) =
        (state.absolute.g_per_kg(), state.temperature.celsius(), state.pressure.mpa());
    let end = if g_per_kg == 0.0 && celsius >= 0.0 { WATER_END_MPA } else { END_MPA };
    let liquid = celsius >= -6.0 || celsius >= freezing_temperature(state.absolute, state.pressure).celsius();
    (0.0..=42.0).contains(&g_per_kg) && celsius <= 40.0 && liquid && (0.0..=end).contains(&mpa)
}

/// The atlas has nothing south of 86 degrees.
fn has_atlas(state: &State) -> bool {
    state.place().is_some_and(|at| {
        (-86.0..=90.0).contains(&at.latitude.degrees_north()) && at.longitude.degrees_east().is_finite()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Latitude, Longitude, PracticalSalinity, Temperature};

    fn at(salinity: f64, celsius: f64, dbar: f64) -> State {
        let practical = PracticalSalinity::new(salinity);
        let (temperature, pressure) = (Temperature::from_celsius(celsius), SeaPressure::from_dbar(dbar));
        State {
            latitude: Some(Latitude::from_degrees_north(11.3)),
            longitude: Some(Longitude::from_degrees_east(142.2)),
            ..State::of_standard_seawater(practical, temperature, pressure)
        }
    }

    #[test]
    fn what_is_not_a_number_is_inside_no_range_that_it_matters_to() {
        for formulation in Formulation::ALL {
            let fresh = if formulation == Formulation::LowSalinity { 1.0 } else { 34.7 };
            assert!(formulation.contains(&at(fresh, 4.0, 1000.0)), "{}", formulation.name());
            assert!(!formulation.contains(&at(fresh, 4.0, f64::NAN)), "{}", formulation.name());
            let bad = [at(f64::NAN, f64::NAN, f64::NAN), at(f64::INFINITY, f64::INFINITY, f64::INFINITY)];
            for state in bad.map(|state| State { latitude: None, longitude: None, ..state }) {
                assert!(!formulation.contains(&state), "{}", formulation.name());
            }
        }
    }

    #[test]
    fn ranges_end_where_their_authors_say() {
        use Formulation::*;
        for (formulation, inside, outside) in [
            (Teos10, at(34.7, 2.0, 10_000.0), at(34.7, 2.0, 10_001.0)),
            (Teos10, at(0.0, 2.0, 12_700.0), at(0.1, 2.0, 12_700.0)),
            (Teos10, at(34.7, -6.0, 0.0), at(34.7, -6.1, 0.0)),
            (Teos10, at(34.7, -9.0, 10_000.0), at(34.7, -11.5, 10_000.0)),
            (Freezing, at(34.7, 2.0, 10_000.0), at(34.7, 2.0, 10_001.0)),
            (Pss78, at(2.0, 35.0, 0.0), at(1.9, 35.0, 0.0)),
            (Pss78, at(42.0, -2.0, 10_000.0), at(42.0, -2.1, 10_000.0)),
            (LowSalinity, at(1.9, 2.0, 0.0), at(2.1, 2.0, 0.0)),
            (Eos80, at(42.0, 40.0, 10_000.0), at(42.0, 40.1, 10_000.0)),
            (ChenMillero, at(40.0, 0.0, 10_000.0), at(40.0, -0.1, 10_000.0)),
            (DelGrosso, at(30.0, 30.0, 9_806.0), at(30.0, 30.0, 9_807.0)),
            (DelGrosso, at(30.0, 30.0, 9_806.0), at(29.9, 30.0, 9_806.0)),
            (Polynomial75, at(34.7, 2.0, 8_000.0), at(34.7, 2.0, 8_001.0)),
            (OxygenSolubility, at(34.7, 2.0, 12_000.0), at(43.0, 2.0, 0.0)),
        ] {
            assert!(formulation.contains(&inside), "{} {inside:?}", formulation.name());
            assert!(!formulation.contains(&outside), "{} {outside:?}", formulation.name());
        }
    }

    /// `gsw.infunnel` of GSW-Python 3.6.23 at Reference Salinity and the Conservative Temperature of these
    /// states; yes or no, so that there is no tolerance. The two were also compared at 400,000 random points.
    #[test]
    fn val_the_funnel_of_the_75_term_polynomial_is_that_of_gsw() {
        for (salinity, celsius, dbar, inside) in [
            (34.7, 2.0, 8_000.0, true),
            (34.7, 9.0, 8_000.0, true),
            (34.7, 12.0, 8_000.0, false),
            (20.0, 10.0, 3_000.0, true),
            (20.0, 10.0, 5_000.0, false),
            (5.0, 28.0, 900.0, false),
            (2.0, 20.0, 1_000.0, false),
            (35.0, 33.0, 400.0, true),
            (35.0, 33.0, 600.0, false),
            (1.0, 2.0, 600.0, true),
            (10.0, -0.7, 300.0, true),
            (10.0, -0.8, 300.0, false),
            (38.0, 17.0, 4_000.0, true),
            (38.0, 19.5, 4_000.0, false),
        ] {
            let state = at(salinity, celsius, dbar);
            assert_eq!(Formulation::Polynomial75.contains(&state), inside, "{state:?}");
        }
    }

    #[test]
    fn depth_needs_a_latitude_and_the_atlas_a_place_on_its_map() {
        let state = at(34.7, 2.0, 1_000.0);
        assert!(Formulation::StandardOcean.contains(&state) && Formulation::SalinityAnomaly.contains(&state));
        assert!(!Formulation::StandardOcean.contains(&State { latitude: None, ..state }));
        let nowhere = State { latitude: None, longitude: None, ..state };
        assert_eq!(Formulation::SalinityAnomaly.at(&nowhere), Formulation::Pss78);
        assert_eq!(Formulation::Pss78.at(&at(1.9, 4.0, 0.0)), Formulation::LowSalinity);
        let pole = State { latitude: Some(Latitude::from_degrees_north(-89.0)), ..state };
        assert!(!Formulation::SalinityAnomaly.contains(&pole));
    }
}
