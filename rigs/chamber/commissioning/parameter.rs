//! What a fit may change: parameters of the nominal model, and errors of the measurement that would pass for them.

use crate::description::ChamberNominal;
use nalgebra::{SMatrix, SVector};

/// Relative standard uncertainty of a nominal value before any record.
pub(super) const PRIOR: f64 = 0.2;

/// A parameter of the nominal model, or a nuisance that is fitted with them and then forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// Young's modulus of the wall, which stands for the vessel's stiffness.
    YoungsModulus,
    /// Delivered over commanded pump flow.
    PumpEfficiency,
    /// Slip of the pump per pressure.
    PumpSlip,
    /// Metered over commanded release flow.
    ReleaseScale,
    /// Creep per decade of time.
    Creep,
    /// Heat transfer between water and wall.
    Film,
    /// Thermal conductivity of the wall.
    WallConductivity,
    /// Heat capacity of the wall.
    WallHeatCapacity,
    /// Conductance between wall and jacket.
    JacketConductance,
    /// Heat of the stirrer.
    StirrerPower,
    /// Conductance through the lid.
    LidLoss,
    /// Time constant of the thermometers in their wells.
    WellTime,
    /// Conductance along the stem of each of them.
    WellStem,
    /// Volume of the vessel: its drawing is good to some 0.6 %.
    Volume,
    /// The meter of pumped volume: good to 0.5 %.
    PumpMeter,
    /// The jacket's thermometer: good to 0.3 K.
    JacketThermometer,
    /// The thermometer of the pump's water: good to 0.3 K.
    PumpWaterThermometer,
    /// How far the mean of the water is ahead of the water at its thermometers while a dose comes in at the floor, in seconds of its
    /// change: layers differ.
    DosingLead,
    /// A leak, which is a state of today's seals and none of the model's numbers, mL/min per MPa.
    Leak,
    /// One of the independent parts of the water's departure from TEOS-10: what is new at one of [`KNOTS_MPA`] beside what those before it
    /// let expect, in standard uncertainties of the density there.
    Density(usize),
    /// The same for how that departure changes with temperature, per [`ALIKE_K`].
    DensitySlope(usize),
    /// The same for how it changes with salinity, per [`ALIKE_PRACTICAL`].
    DensitySalinitySlope(usize),
}

/// Number of [`KNOTS_MPA`].
const KNOTS: usize = 13;
/// Pressures at which the departure of density is fitted, MPa; between them it is a straight line.
const KNOTS_MPA: [f64; KNOTS] =
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0, 120.0];
/// Departures are alike over so many MPa, by Matérn's correlation of order 3/2: TEOS-10's errors are those of a smooth fit to series of
/// measurements, and not known in more detail. Assumed.
const ALIKE_MPA: f64 = 30.0;
const DENSITY_NAMES: [&str; KNOTS] = [
    "density of water at 0 MPa, off by so many of its u",
    "density of water, what is new at 10 MPa",
    "density of water, what is new at 20 MPa",
    "density of water, what is new at 30 MPa",
    "density of water, what is new at 40 MPa",
    "density of water, what is new at 50 MPa",
    "density of water, what is new at 60 MPa",
    "density of water, what is new at 70 MPa",
    "density of water, what is new at 80 MPa",
    "density of water, what is new at 90 MPa",
    "density of water, what is new at 100 MPa",
    "density of water, what is new at 110 MPa",
    "density of water, what is new at 120 MPa",
];
const DENSITY_SLOPE_NAMES: [&str; KNOTS] = [
    "density of water, change with temperature, what is new at 0 MPa",
    "density of water, change with temperature, what is new at 10 MPa",
    "density of water, change with temperature, what is new at 20 MPa",
    "density of water, change with temperature, what is new at 30 MPa",
    "density of water, change with temperature, what is new at 40 MPa",
    "density of water, change with temperature, what is new at 50 MPa",
    "density of water, change with temperature, what is new at 60 MPa",
    "density of water, change with temperature, what is new at 70 MPa",
    "density of water, change with temperature, what is new at 80 MPa",
    "density of water, change with temperature, what is new at 90 MPa",
    "density of water, change with temperature, what is new at 100 MPa",
    "density of water, change with temperature, what is new at 110 MPa",
    "density of water, change with temperature, what is new at 120 MPa",
];
const DENSITY_SALINITY_SLOPE_NAMES: [&str; KNOTS] = [
    "density of water, change with salinity, what is new at 0 MPa",
    "density of water, change with salinity, what is new at 10 MPa",
    "density of water, change with salinity, what is new at 20 MPa",
    "density of water, change with salinity, what is new at 30 MPa",
    "density of water, change with salinity, what is new at 40 MPa",
    "density of water, change with salinity, what is new at 50 MPa",
    "density of water, change with salinity, what is new at 60 MPa",
    "density of water, change with salinity, what is new at 70 MPa",
    "density of water, change with salinity, what is new at 80 MPa",
    "density of water, change with salinity, what is new at 90 MPa",
    "density of water, change with salinity, what is new at 100 MPa",
    "density of water, change with salinity, what is new at 110 MPa",
    "density of water, change with salinity, what is new at 120 MPa",
];
/// They change over so many kelvin by their own size; assumed. They are stated at this temperature.
const ALIKE_K: f64 = 20.0;
const STATED_AT_CELSIUS: f64 = 20.0;
/// They change over so much practical salinity by their own size; assumed. They are stated at this one.
const ALIKE_PRACTICAL: f64 = 8.0;
const STATED_AT_PRACTICAL: f64 = 35.0;

/// How a parameter is measured from its nominal value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    /// By the logarithm of its ratio to the nominal value, of this standard uncertainty before any record.
    Ratio(f64),
    /// By its difference from zero, of this standard uncertainty.
    Difference(f64),
}

impl Parameter {
    /// All, in the order of a fit's covariance.
    pub const ALL: [Self; 58] = [
        Self::YoungsModulus,
        Self::PumpEfficiency,
        Self::PumpSlip,
        Self::ReleaseScale,
        Self::Creep,
        Self::Film,
        Self::WallConductivity,
        Self::WallHeatCapacity,
        Self::JacketConductance,
        Self::StirrerPower,
        Self::LidLoss,
        Self::WellTime,
        Self::WellStem,
        Self::Volume,
        Self::PumpMeter,
        Self::JacketThermometer,
        Self::PumpWaterThermometer,
        Self::DosingLead,
        Self::Leak,
        Self::Density(0),
        Self::Density(1),
        Self::Density(2),
        Self::Density(3),
        Self::Density(4),
        Self::Density(5),
        Self::Density(6),
        Self::Density(7),
        Self::Density(8),
        Self::Density(9),
        Self::Density(10),
        Self::Density(11),
        Self::Density(12),
        Self::DensitySlope(0),
        Self::DensitySlope(1),
        Self::DensitySlope(2),
        Self::DensitySlope(3),
        Self::DensitySlope(4),
        Self::DensitySlope(5),
        Self::DensitySlope(6),
        Self::DensitySlope(7),
        Self::DensitySlope(8),
        Self::DensitySlope(9),
        Self::DensitySlope(10),
        Self::DensitySlope(11),
        Self::DensitySlope(12),
        Self::DensitySalinitySlope(0),
        Self::DensitySalinitySlope(1),
        Self::DensitySalinitySlope(2),
        Self::DensitySalinitySlope(3),
        Self::DensitySalinitySlope(4),
        Self::DensitySalinitySlope(5),
        Self::DensitySalinitySlope(6),
        Self::DensitySalinitySlope(7),
        Self::DensitySalinitySlope(8),
        Self::DensitySalinitySlope(9),
        Self::DensitySalinitySlope(10),
        Self::DensitySalinitySlope(11),
        Self::DensitySalinitySlope(12),
    ];

    /// Its name: for a number of the rig file, the field's path.
    pub const fn name(self) -> &'static str {
        match self {
            Self::YoungsModulus => "chamber.youngs_modulus_gpa",
            Self::PumpEfficiency => "chamber.hydraulics.pump_efficiency",
            Self::PumpSlip => "chamber.hydraulics.pump_slip_per_mpa",
            Self::ReleaseScale => "chamber.hydraulics.release_scale",
            Self::Creep => "chamber.creep_per_decade",
            Self::Film => "chamber.heat.water_wall_w_per_m2_k",
            Self::WallConductivity => "chamber.heat.wall_conductivity_w_per_m_k",
            Self::WallHeatCapacity => "chamber.heat.wall_heat_capacity_j_per_m3_k",
            Self::JacketConductance => "chamber.heat.jacket_conductance_w_per_k",
            Self::StirrerPower => "chamber.heat.stirrer_power_w",
            Self::LidLoss => "chamber.heat.lid_loss_w_per_k",
            Self::WellTime => "chamber.heat.well_time_s",
            Self::WellStem => "chamber.heat.well_stem_w_per_k",
            Self::Volume => "volume of the vessel, relative",
            Self::PumpMeter => "meter of pumped volume, relative error",
            Self::JacketThermometer => "jacket's thermometer, error in K",
            Self::PumpWaterThermometer => "thermometer of the pump's water, error in K",
            Self::DosingLead => "dosing, water ahead of its thermometers, s",
            Self::Leak => "leak, mL/min per MPa",
            Self::Density(knot) => DENSITY_NAMES[knot],
            Self::DensitySlope(knot) => DENSITY_SLOPE_NAMES[knot],
            Self::DensitySalinitySlope(knot) => DENSITY_SALINITY_SLOPE_NAMES[knot],
        }
    }

    /// Whether it is a number of the rig file that a fit may write.
    pub fn is_of_the_model(self) -> bool {
        self.name().starts_with("chamber.")
    }

    pub(super) const fn measure(self) -> Measure {
        match self {
            Self::Volume => Measure::Ratio(0.006),
            Self::PumpMeter => Measure::Difference(0.005),
            Self::JacketThermometer | Self::PumpWaterThermometer => Measure::Difference(0.3),
            Self::DosingLead => Measure::Difference(10.0),
            Self::Leak => Measure::Difference(0.01),
            Self::Density(_) | Self::DensitySlope(_) | Self::DensitySalinitySlope(_) => {
                Measure::Difference(1.0)
            }
            _ => Measure::Ratio(PRIOR),
        }
    }

    /// Standard uncertainty before any record, in the measure's own unit.
    pub(super) const fn prior(self) -> f64 {
        match self.measure() {
            Measure::Ratio(prior) | Measure::Difference(prior) => prior,
        }
    }

    /// Its place in a chamber's description; none for what the description does not hold.
    pub(super) fn of(self, chamber: &mut ChamberNominal) -> Option<&mut f64> {
        let heat = &mut chamber.heat;
        let hydraulics = &mut chamber.hydraulics;
        Some(match self {
            Self::YoungsModulus => &mut chamber.youngs_modulus_gpa,
            Self::PumpEfficiency => &mut hydraulics.pump_efficiency,
            Self::PumpSlip => &mut hydraulics.pump_slip_per_mpa,
            Self::ReleaseScale => &mut hydraulics.release_scale,
            Self::Creep => &mut chamber.creep_per_decade,
            Self::Film => &mut heat.water_wall_w_per_m2_k,
            Self::WallConductivity => &mut heat.wall_conductivity_w_per_m_k,
            Self::WallHeatCapacity => &mut heat.wall_heat_capacity_j_per_m3_k,
            Self::JacketConductance => &mut heat.jacket_conductance_w_per_k,
            Self::StirrerPower => &mut heat.stirrer_power_w,
            Self::LidLoss => &mut heat.lid_loss_w_per_k,
            Self::WellTime => &mut heat.well_time_s,
            Self::WellStem => &mut heat.well_stem_w_per_k,
            Self::Volume => &mut chamber.volume_l,
            Self::PumpMeter
            | Self::JacketThermometer
            | Self::PumpWaterThermometer
            | Self::DosingLead
            | Self::Leak
            | Self::Density(_)
            | Self::DensitySlope(_)
            | Self::DensitySalinitySlope(_) => return None,
        })
    }
}

/// The chamber and the errors of measurement at a point of the fit.
#[derive(Clone, Debug)]
pub(super) struct Hypothesis {
    pub(super) chamber: ChamberNominal,
    pub(super) meter_error: f64,
    pub(super) jacket_error_k: f64,
    pub(super) pump_water_error_k: f64,
    pub(super) dosing_lead_s: f64,
    pub(super) leak_ml_per_min_per_mpa: f64,
    /// At each of [`KNOTS_MPA`], in standard uncertainties.
    density: [f64; KNOTS],
    /// Its change per [`ALIKE_K`].
    density_slope: [f64; KNOTS],
    /// Its change per [`ALIKE_PRACTICAL`].
    density_salinity_slope: [f64; KNOTS],
}

impl Hypothesis {
    /// The nominal chamber moved by as many prior standard uncertainties as stated for each of [`Parameter::ALL`].
    pub(super) fn new(nominal: &ChamberNominal, moved: &[f64]) -> Self {
        let mut all = Self {
            chamber: nominal.clone(),
            meter_error: 0.0,
            jacket_error_k: 0.0,
            pump_water_error_k: 0.0,
            dosing_lead_s: 0.0,
            leak_ml_per_min_per_mpa: 0.0,
            density: [0.0; KNOTS],
            density_slope: [0.0; KNOTS],
            density_salinity_slope: [0.0; KNOTS],
        };
        let mut news = [[0.0; KNOTS]; 3];
        for (parameter, moved) in Parameter::ALL.into_iter().zip(moved) {
            let by = moved * parameter.prior();
            match parameter {
                Parameter::PumpMeter => all.meter_error = by,
                Parameter::JacketThermometer => all.jacket_error_k = by,
                Parameter::PumpWaterThermometer => all.pump_water_error_k = by,
                Parameter::DosingLead => all.dosing_lead_s = by,
                Parameter::Leak => all.leak_ml_per_min_per_mpa = by,
                Parameter::Density(knot) => news[0][knot] = by,
                Parameter::DensitySlope(knot) => news[1][knot] = by,
                Parameter::DensitySalinitySlope(knot) => news[2][knot] = by,
                _ => {
                    if let Some(value) = parameter.of(&mut all.chamber) {
                        *value *= libm::exp(by);
                    }
                }
            }
        }
        all.density = departures(&news[0]);
        all.density_slope = departures(&news[1]);
        all.density_salinity_slope = departures(&news[2]);
        all
    }

    /// Departure of the water's density from TEOS-10 at an excess pressure, a temperature and a practical salinity, in its standard
    /// uncertainty.
    pub(super) fn density_departure(&self, excess_mpa: f64, celsius: f64, salinity_practical: f64) -> f64 {
        let warmer = (celsius - STATED_AT_CELSIUS) / ALIKE_K;
        let saltier = (salinity_practical - STATED_AT_PRACTICAL) / ALIKE_PRACTICAL;
        let hat = |knot_mpa: f64| (1.0 - (excess_mpa - knot_mpa).abs() / KNOTS_MPA[1]).max(0.0);
        let departure = |knot: usize| {
            self.density[knot]
                + warmer * self.density_slope[knot]
                + saltier * self.density_salinity_slope[knot]
        };
        (0..KNOTS).map(|knot| hat(KNOTS_MPA[knot]) * departure(knot)).sum()
    }
}

/// Departures at the knots of independent parts: the root of their correlation matrix times these.
fn departures(news: &[f64; KNOTS]) -> [f64; KNOTS] {
    let alike = SMatrix::<f64, KNOTS, KNOTS>::from_fn(|row, column| {
        let apart = 3.0_f64.sqrt() * (KNOTS_MPA[row] - KNOTS_MPA[column]).abs() / ALIKE_MPA;
        (1.0 + apart) * libm::exp(-apart)
    });
    let root = alike.cholesky().map(|root| root.unpack());
    root.map_or(*news, |root| (root * SVector::from(*news)).into())
}
