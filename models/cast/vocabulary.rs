//! The quantities of a cast: what each is called here, in the CF conventions and in Sea-Bird's files.
//!
//! Sources: CF standard name table 85; short names and labels as SBE Data Processing 7.26 writes them.

/// A quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// Its name here; a second sensor's column has `_2` behind it.
    pub name: &'static str,
    /// UDUNITS string.
    pub unit: &'static str,
    /// What it is, for people.
    pub long_name: &'static str,
    /// Its CF standard name, if there is one.
    pub standard_name: Option<&'static str>,
    /// Short name and label in a `.cnv`; `#` stands for the sensor's number from 0.
    cnv: Option<(&'static str, &'static str)>,
    /// Other short names in `.cnv` files that mean the same quantity, and what a value is multiplied by to get ours.
    aliases: &'static [(&'static str, f64)],
}

const fn kind(
    name: &'static str,
    unit: &'static str,
    long_name: &'static str,
    standard_name: Option<&'static str>,
    cnv: Option<(&'static str, &'static str)>,
    aliases: &'static [(&'static str, f64)],
) -> Kind {
    Kind { name, unit, long_name, standard_name, cnv, aliases }
}

/// Every quantity that a cast knows by name.
pub const VOCABULARY: &[Kind] = &[
    kind(
        "elapsed_time",
        "s",
        "time since the first scan",
        None,
        Some(("timeS", "Time, Elapsed [seconds]")),
        &[("timeM", 60.0), ("timeH", 3600.0)],
    ),
    kind(
        "pressure",
        "dbar",
        "sea pressure",
        Some("sea_water_pressure_due_to_sea_water"),
        Some(("prM", "Pressure [db]")),
        &[("prDM", 1.0), ("prdM", 1.0), ("prSM", 1.0), ("pr", 1.0), ("pr50M", 1.0)],
    ),
    kind(
        "pressure_standard_uncertainty",
        "dbar",
        "standard uncertainty (k = 1) that the calibration gives sea pressure, without noise of the scan",
        Some("sea_water_pressure_due_to_sea_water standard_error"),
        Some(("pressure_standard_uncertainty", "standard uncertainty of sea pressure [db]")),
        &[],
    ),
    kind(
        "temperature",
        "degree_Celsius",
        "in-situ temperature (ITS-90)",
        Some("sea_water_temperature"),
        Some(("t#90C", "Temperature [ITS-90, deg C]")),
        &[("tv290C", 1.0), ("tnc90C", 1.0), ("tv90C", 1.0), ("t4990C", 1.0), ("tsl90C", 1.0)],
    ),
    kind(
        "temperature_standard_uncertainty",
        "K",
        "standard uncertainty (k = 1) that the calibration gives temperature, without noise of the scan",
        Some("sea_water_temperature standard_error"),
        Some(("temperature_standard_uncertainty", "standard uncertainty of temperature [K]")),
        &[],
    ),
    kind(
        "conductivity",
        "S m-1",
        "electrical conductivity",
        Some("sea_water_electrical_conductivity"),
        Some(("c#S/m", "Conductivity [S/m]")),
        &[("c#mS/cm", 0.1), ("c#uS/cm", 1e-4), ("cond#S/m", 1.0), ("cond#mS/cm", 0.1), ("cond#uS/cm", 1e-4)],
    ),
    kind(
        "conductivity_standard_uncertainty",
        "S m-1",
        "standard uncertainty (k = 1) that the calibration gives conductivity, without noise of the scan",
        Some("sea_water_electrical_conductivity standard_error"),
        Some(("conductivity_standard_uncertainty", "standard uncertainty of conductivity [S/m]")),
        &[],
    ),
    kind(
        "practical_salinity",
        "1",
        "practical salinity (PSS-78)",
        Some("sea_water_practical_salinity"),
        Some(("sal##", "Salinity, Practical [PSU]")),
        &[],
    ),
    kind(
        "practical_salinity_standard_uncertainty",
        "1",
        "standard uncertainty (k = 1) that the calibration gives practical salinity, without noise of the scan",
        Some("sea_water_practical_salinity standard_error"),
        Some(("practical_salinity_standard_uncertainty", "standard uncertainty of practical salinity [PSU]")),
        &[],
    ),
    kind(
        "absolute_salinity",
        "g kg-1",
        "absolute salinity (TEOS-10)",
        Some("sea_water_absolute_salinity"),
        Some(("gsw_saA#", "Absolute Salinity [g/kg]")),
        &[],
    ),
    kind(
        "conservative_temperature",
        "degree_Celsius",
        "conservative temperature (TEOS-10)",
        Some("sea_water_conservative_temperature"),
        Some(("gsw_ctA#", "Conservative Temperature [ITS-90, deg C]")),
        &[],
    ),
    kind(
        "density",
        "kg m-3",
        "in-situ density (TEOS-10)",
        Some("sea_water_density"),
        Some(("gsw_densityA#", "density, TEOS-10 [density, kg/m^3]")),
        &[],
    ),
    kind(
        "potential_density_anomaly",
        "kg m-3",
        "potential density less 1000 kg/m3, reference pressure 0 dbar (TEOS-10)",
        Some("sea_water_sigma_theta"),
        Some(("gsw_sigma0A#", "density, TEOS-10 [sigma-0, kg/m^3]")),
        &[],
    ),
    kind(
        "sound_speed",
        "m s-1",
        "speed of sound (TEOS-10)",
        Some("speed_of_sound_in_sea_water"),
        Some(("gsw_ssA#", "Sound Speed, TEOS-10 [m/s]")),
        &[],
    ),
    kind(
        "depth",
        "m",
        "depth below the surface",
        Some("depth"),
        Some(("depSM", "Depth [salt water, m]")),
        &[],
    ),
    kind(
        "oxygen_voltage",
        "V",
        "output of the oxygen sensor",
        None,
        Some(("sbeox#V", "Oxygen raw, SBE 43 [V]")),
        &[],
    ),
    kind(
        "oxygen_temperature",
        "degree_Celsius",
        "temperature of the oxygen sensor (ITS-90)",
        None,
        Some(("sbeoxTC", "Oxygen Temperature, SBE 63 [ITS-90, deg C]")),
        &[],
    ),
    kind(
        "oxygen_ml_per_l",
        "ml l-1",
        "dissolved oxygen, volume of the gas at 0 degrees Celsius and one atmosphere in a volume of water",
        None,
        Some(("sbeox#ML/L", "Oxygen, SBE 43 [ml/l]")),
        &[("sbeopoxML/L", 1.0)],
    ),
    kind(
        "oxygen",
        "umol kg-1",
        "dissolved oxygen",
        Some("moles_of_oxygen_per_unit_mass_in_sea_water"),
        Some(("sbeox#Mm/Kg", "Oxygen, SBE 43 [umol/kg]")),
        &[("sbox#Mm/Kg", 1.0), ("sbeopoxMm/Kg", 1.0)],
    ),
    kind(
        "oxygen_umol_per_l",
        "umol l-1",
        "dissolved oxygen",
        Some("mole_concentration_of_dissolved_molecular_oxygen_in_sea_water"),
        None,
        &[],
    ),
    kind(
        "ph",
        "1",
        "pH on the total scale",
        Some("sea_water_ph_reported_on_total_scale"),
        Some(("ph", "pH")),
        &[],
    ),
    kind(
        "chlorophyll",
        "ug l-1",
        "chlorophyll by fluorescence",
        Some("mass_concentration_of_chlorophyll_in_sea_water"),
        Some(("flECO-AFL", "Fluorescence, WET Labs ECO-AFL/FL [mg/m^3]")),
        &[("flWETSTAR", 1.0)],
    ),
    kind(
        "dissolved_organic_matter",
        "ug l-1",
        "coloured dissolved organic matter by fluorescence",
        None,
        Some(("wetCDOM", "Fluorescence, WET Labs CDOM [mg/m^3]")),
        &[],
    ),
    kind(
        "turbidity",
        "1",
        "turbidity, in the nephelometric units of its calibration",
        Some("sea_water_turbidity"),
        Some(("turbWETntu#", "Turbidity, WET Labs ECO [NTU]")),
        &[],
    ),
    kind(
        "beam_attenuation",
        "m-1",
        "beam attenuation coefficient",
        Some("volume_beam_attenuation_coefficient_of_radiative_flux_in_sea_water"),
        Some(("CStarAt#", "Beam Attenuation, WET Labs C-Star [1/m]")),
        &[],
    ),
    kind(
        "par",
        "umol m-2 s-1",
        "photosynthetically active radiation",
        Some("downwelling_photosynthetic_photon_flux_in_sea_water"),
        Some(("par/sat/log", "PAR/Logarithmic, Satlantic [umol photons/m^2/sec]")),
        &[],
    ),
    kind(
        "surface_par",
        "umol m-2 s-1",
        "photosynthetically active radiation above the surface",
        Some("surface_downwelling_photosynthetic_photon_flux_in_air"),
        Some(("spar", "SPAR/Surface Irradiance")),
        &[],
    ),
    kind(
        "height_above_sea_floor",
        "m",
        "height above the sea floor",
        Some("height_above_sea_floor"),
        Some(("altM", "Altimeter [m]")),
        &[],
    ),
    kind("concentration", "1", "output of the equation, in the unit of its coefficients", None, None, &[]),
    kind(
        "latitude",
        "degrees_north",
        "latitude",
        Some("latitude"),
        Some(("latitude", "Latitude [deg]")),
        &[],
    ),
    kind(
        "longitude",
        "degrees_east",
        "longitude",
        Some("longitude"),
        Some(("longitude", "Longitude [deg]")),
        &[],
    ),
];

impl Kind {
    /// The kind of this name.
    pub fn named(name: &str) -> Option<&'static Kind> {
        VOCABULARY.iter().find(|kind| kind.name == name)
    }

    /// Kind and number, from 1, of the column of this name.
    pub fn of_numbered(name: &str) -> Option<(&'static Kind, usize)> {
        let numbered = || {
            let (base, number) = name.rsplit_once('_')?;
            let number = number.parse().ok().filter(|number| (2..=99).contains(number))?;
            Some((Kind::named(base)?, number))
        };
        Kind::named(name).map(|kind| (kind, 1)).or_else(numbered)
    }

    /// Kind, number of the sensor from 1 and factor to our unit of a column with this short name in a `.cnv`.
    pub fn of_cnv(short: &str) -> Option<(&'static Kind, usize, f64)> {
        VOCABULARY.iter().find_map(|kind| {
            let own = kind.cnv.map(|(pattern, _)| (pattern, 1.0));
            own.into_iter().chain(kind.aliases.iter().copied()).find_map(|(pattern, factor)| {
                let matching = (0..2).find(|digit| with_digit(pattern, *digit) == short)?;
                Some((kind, matching + 1, factor))
            })
        })
    }

    /// The name of the `number`th column of this kind, from 1.
    pub fn numbered(&self, number: usize) -> String {
        if number == 1 { self.name.to_owned() } else { format!("{}_{number}", self.name) }
    }

    /// Short name and label in a `.cnv` of the `number`th column of this kind, from 1.
    pub(super) fn sea_bird(&self, number: usize) -> Option<(String, String)> {
        let (short, label) = self.cnv?;
        let digit = number.saturating_sub(1);
        // Where there is no place for a digit: flECO-AFL, flECO-AFL1.
        let behind = if number > 1 && !short.contains('#') { digit.to_string() } else { String::new() };
        let short = with_digit(short, digit) + &behind;
        let label =
            if number == 1 { label.to_owned() } else { label.replacen(" [", &format!(", {number} ["), 1) };
        Some((short, label))
    }
}

fn with_digit(pattern: &str, digit: usize) -> String {
    pattern.replace('#', &digit.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_makers_files_are_known_in_every_unit() {
        let known = |short| Kind::of_cnv(short).map(|(kind, number, factor)| (kind.name, number, factor));
        assert_eq!(known("t190C"), Some(("temperature", 2, 1.0)));
        assert_eq!(known("tv290C"), Some(("temperature", 1, 1.0)));
        assert_eq!(known("c1mS/cm"), Some(("conductivity", 2, 0.1)));
        assert_eq!(known("sal11"), Some(("practical_salinity", 2, 1.0)));
        assert_eq!(known("prdM"), Some(("pressure", 1, 1.0)));
        assert_eq!(known("t068C"), None, "another scale is another quantity");
    }

    #[test]
    fn a_second_sensor_has_its_number_everywhere() {
        let temperature = Kind::named("temperature").unwrap();
        assert_eq!(temperature.numbered(2), "temperature_2");
        assert_eq!(
            temperature.sea_bird(2),
            Some(("t190C".to_owned(), "Temperature, 2 [ITS-90, deg C]".to_owned()))
        );
    }

    #[test]
    fn no_two_kinds_share_a_name() {
        let mut names: Vec<&str> = VOCABULARY.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
