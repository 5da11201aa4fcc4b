//! The numbers that make a state: what each is called, in which unit, and which column of a table it is.

use crate::columns::Table;
use anyhow::bail;

/// A number that makes part of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Practical Salinity.
    PracticalSalinity,
    /// Absolute Salinity, g/kg.
    AbsoluteSalinity,
    /// Conductivity, mS/cm.
    Conductivity,
    /// In-situ temperature, °C (ITS-90).
    Temperature,
    /// Conservative Temperature, °C.
    ConservativeTemperature,
    /// Sea pressure, dbar.
    Pressure,
    /// Latitude, degrees north.
    Latitude,
    /// Longitude, degrees east.
    Longitude,
}

/// How an input is written in tables and options.
struct Spelling {
    /// Its name, as GSW has it.
    name: &'static str,
    option: &'static str,
    /// Other headers that mean it, in small letters: those of Argo and of Sea-Bird's programs.
    aliases: &'static [&'static str],
    /// The unit it is taken in.
    unit: &'static str,
    /// Other ways to write that unit, in small letters.
    units: &'static [&'static str],
}

const DEGREES_CELSIUS: &[&str] =
    &["degc", "deg c", "°c", "c", "celsius", "degree_celsius", "its-90", "its-90, deg c"];

impl Input {
    /// All of them, alternatives beside each other.
    pub const ALL: [Self; 8] = [
        Self::PracticalSalinity,
        Self::AbsoluteSalinity,
        Self::Conductivity,
        Self::Temperature,
        Self::ConservativeTemperature,
        Self::Pressure,
        Self::Latitude,
        Self::Longitude,
    ];
    /// What says how salty the water is.
    pub const SALINITY: [Self; 3] = [Self::PracticalSalinity, Self::AbsoluteSalinity, Self::Conductivity];
    /// What says how warm it is.
    pub const HEAT: [Self; 2] = [Self::Temperature, Self::ConservativeTemperature];

    const fn spelling(self) -> Spelling {
        let (name, option, aliases, unit, units): (_, _, &[&str], _, &[&str]) = match self {
            Self::PracticalSalinity => {
                ("SP", "--sp", &["psal", "sal00", "practical_salinity"], "1", &["psu", "pss-78", "practical"])
            }
            Self::AbsoluteSalinity => ("SA", "--sa", &[], "g/kg", &["g kg-1"]),
            Self::Conductivity => ("C", "--c", &["c0ms/cm"], "mS/cm", &["ms/cm", "ms cm-1"]),
            Self::Temperature => ("t", "--t", &["temp", "t090c", "temperature"], "degC", DEGREES_CELSIUS),
            Self::ConservativeTemperature => ("CT", "--ct", &[], "degC", DEGREES_CELSIUS),
            Self::Pressure => ("p", "--p", &["pres", "prdm", "prsm", "pressure"], "dbar", &["db", "decibar"]),
            Self::Latitude => {
                ("lat", "--lat", &["latitude"], "degrees_north", &["deg", "degree", "degrees", "°", "degn"])
            }
            Self::Longitude => (
                "lon",
                "--lon",
                &["long", "longitude"],
                "degrees_east",
                &["deg", "degree", "degrees", "°", "dege"],
            ),
        };
        Spelling { name, option, aliases, unit, units }
    }

    /// Its name, as GSW has it.
    pub const fn name(self) -> &'static str {
        self.spelling().name
    }

    /// Its unit, as it is said after the name; nothing where it has none.
    pub fn in_unit(self) -> String {
        match self.spelling().unit {
            "1" => String::new(),
            unit => format!(" in {unit}"),
        }
    }

    /// The option that sets it for all rows.
    pub const fn option(self) -> &'static str {
        self.spelling().option
    }

    /// Whether both say the same thing in different ways.
    pub fn is_alternative_to(self, other: Self) -> bool {
        let among = |group: &[Self]| group.contains(&self) && group.contains(&other);
        self != other && (among(&Self::SALINITY) || among(&Self::HEAT))
    }

    /// The input of this name.
    ///
    /// # Errors
    /// A name that none has.
    pub fn named(name: &str) -> anyhow::Result<Self> {
        match Self::ALL.into_iter().find(|input| input.name().eq_ignore_ascii_case(name)) {
            Some(input) => Ok(input),
            None => {
                bail!("`{name}` is no input; accepted: {}", Self::ALL.map(|input| input.name()).join(", "))
            }
        }
    }

    /// The column of `table` that holds it: the one `chosen` by name, or one whose header means it.
    ///
    /// # Errors
    /// A chosen column that is not there, a header in another unit, or two columns that mean the same.
    pub fn column(self, table: &Table, chosen: &[(Self, String)]) -> anyhow::Result<Option<usize>> {
        if let Some((_, name)) = chosen.iter().find(|(input, _)| *input == self) {
            return table.require(&[name.as_str()]).map(Some);
        }
        let mut found: Option<usize> = None;
        for (index, header) in table.headers().iter().enumerate() {
            if !self.is_meant_by(header, table.name())? {
                continue;
            }
            if let Some(first) = found {
                let first = &table.headers()[first];
                bail!(
                    "{}: columns `{first}` and `{header}` both mean {}; choose one, as in --columns {}={header}",
                    table.name(),
                    self.name(),
                    self.name()
                );
            }
            found = Some(index);
        }
        Ok(found)
    }

    /// Whether a header names this input; its unit, if it tells one, must be ours.
    fn is_meant_by(self, header: &str, table: &str) -> anyhow::Result<bool> {
        let spelling = self.spelling();
        let (name, unit) = match header.split_once(['[', '(']) {
            Some((name, rest)) => (name.trim(), rest.trim().trim_end_matches([']', ')']).trim()),
            None => (header.trim(), ""),
        };
        let small = name.to_lowercase();
        if small != spelling.name.to_lowercase() && !spelling.aliases.contains(&small.as_str()) {
            return Ok(false);
        }
        let small_unit = unit.to_lowercase();
        let ours = unit.is_empty()
            || small_unit == spelling.unit.to_lowercase()
            || spelling.units.contains(&small_unit.as_str());
        if !ours {
            bail!(
                "{table}: column `{header}`: {} is taken in {}; convert it, or rename the column if its unit is that",
                spelling.name,
                spelling.unit
            );
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &str) -> Table {
        let text = format!("{header}\n1,2,3\n");
        Table::read("cast.csv", Box::new(std::io::Cursor::new(text.into_bytes())), None).unwrap()
    }

    #[test]
    fn headers_of_argo_sea_bird_and_ourselves_are_understood() {
        for header in ["PRES,TEMP,PSAL", "prDM,t090C,sal00", "p [dbar],t [degC],SP [1]", "P,T,sp"] {
            let table = table(header);
            let inputs = [Input::Pressure, Input::Temperature, Input::PracticalSalinity];
            let found = inputs.map(|input| input.column(&table, &[]).unwrap());
            assert_eq!(found, [Some(0), Some(1), Some(2)], "{header}");
        }
    }

    #[test]
    fn places_are_understood_however_they_are_written() {
        for header in ["Lat,Lon,x", "LATITUDE,LONGITUDE,x", "lat [degrees_north],lon [degrees_east],x"] {
            let table = table(header);
            let found = [Input::Latitude, Input::Longitude].map(|input| input.column(&table, &[]).unwrap());
            assert_eq!(found, [Some(0), Some(1)], "{header}");
        }
    }

    #[test]
    fn another_unit_is_refused_and_a_chosen_column_is_taken() {
        let error = Input::Pressure.column(&table("p [MPa],t,SP"), &[]).unwrap_err().to_string();
        assert_eq!(
            error,
            "cast.csv: column `p [MPa]`: p is taken in dbar; convert it, or rename the column if its unit is that"
        );
        let chosen = [(Input::Pressure, "depth".to_owned())];
        assert_eq!(Input::Pressure.column(&table("x,depth,p [MPa]"), &chosen).unwrap(), Some(1));
        let twice = Input::Temperature.column(&table("t,TEMP,SP"), &[]).unwrap_err().to_string();
        assert!(twice.contains("`t` and `TEMP` both mean t"), "{twice}");
    }
}
