//! The figures in `docs/physics/seawater.md`: the standard uncertainty of every property, and where it comes from.

use hadal_models::quantity::{Latitude, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::State;
use hadal_models::seawater::property::{self, Standing};
use std::fmt::Write as _;

/// Where the figures of some properties come from.
type Origin = (&'static [&'static str], &'static str);

const ORIGINS: &[Origin] = &[
    (
        &["rho", "specvol"],
        "4 ppm at the surface and 20 ppm under pressure are how TEOS-10 is quoted (Feistel 2008, not seen in print); \
         shares of water and of salt compared",
    ),
    (&["sigma0"], "from density at the surface and `pt`"),
    (
        &["sound_speed"],
        "cold ocean to 4 km Dushaw et al. 1993; depth, warm water and other salinities compared (below)",
    ),
    (&["cp"], "compared; the surface is a judgement between two comparisons"),
    (&["alpha"], "surface as TEOS-10 is quoted (not seen in print); depth compared"),
    (&["beta"], "compared"),
    (&["kappa"], "from sound speed and density"),
    (&["kappa_T"], "from `kappa`, `alpha`, `cp`"),
    (&["adiabatic_lapse_rate"], "from `alpha` and `cp`"),
    (&["pt"], "from the lapse rate; at the surface the two temperatures are the same"),
    (
        &["CT", "t"],
        "from `pt` and `cp` between 0 °C and the state; heat of mixing judgement; `t` is that found from `CT`",
    ),
    (
        &["enthalpy", "internal_energy"],
        "from `cp`, `alpha`, density; heat of mixing 0.5 J/kg per g/kg judgement",
    ),
    (&["entropy"], "as enthalpy"),
    (&["gibbs", "chem_potential_water"], "from `cp`, density, and 2 mK of freezing temperature"),
    (
        &["chem_potential_relative", "chem_potential_salt"],
        "from the row above by the Gibbs-Duhem equation; pressure from `beta`",
    ),
    (&["SP"], "from conductivity: ±0.002 (Le Menn 2011), read as k = 2; growth outside the range judgement"),
    (&["C"], "from that of `SP`"),
    (&["SR"], "from that of `SP`"),
    (&["SA"], "from that of `SP`; with a place the anomaly adds 0.005 g/kg in quadrature (judgement)"),
    (
        &["t_freezing", "t_freezing_air_saturated"],
        "surface, ice and air judgement; water under pressure compared (Bollengier et al. 2019)",
    ),
    (&["p_freezing"], "from that of `t_freezing`, at the pressure found, and the slope of the curve"),
    (&["release_ice"], "a case, not a quantity: 3 where the limit is within twice its uncertainty"),
    (&["t_release_freezing", "p_release_freezing"], "from those of `t_freezing` and `pt`; an upper bound"),
    (&["t_release_limit"], "from those of `t_freezing` at the surface and `pt`"),
    (&["depth"], "real columns of water against the standard ocean, compared; air pressure judgement"),
    (&["gravity"], "judgement: anomalies of tens of milligals"),
    (&["O2sol"], "Benson and Krause 1984"),
    (&["gas_pressure_factor"], "judgement: partial molar volume to 1 cm³/mol"),
    (
        &["rho_poly75", "sound_speed_poly75", "alpha_poly75", "beta_poly75"],
        "difference from the Gibbs function, compared; with TEOS-10's own",
    ),
    (
        &["rho_eos80"],
        "0.0036 kg/m³ at the surface (Millero and Poisson 1981); depth compared; with TEOS-10's own",
    ),
    (&["sound_speed_chen_millero"], "0.19 m/s (their abstract); depth compared; with TEOS-10's own"),
    (&["sound_speed_del_grosso"], "0.05 m/s; departure outside its range compared; with TEOS-10's own"),
];

/// Practical Salinity, °C and MPa of the columns of the first table.
const STATES: [[f64; 3]; 9] = [
    [34.7, 2.0, 0.0],
    [34.7, 2.0, 50.0],
    [34.7, 2.0, 100.0],
    [34.7, 2.0, 110.0],
    [34.7, 2.0, 127.0],
    [35.0, 25.0, 0.0],
    [35.0, 25.0, 20.0],
    [0.0, 2.0, 0.0],
    [0.0, 2.0, 100.0],
];

/// Those of the second: water that freezes when its pressure is released.
const NEAR_FREEZING: [[f64; 3]; 4] =
    [[34.7, -2.0, 10.0], [34.7, -6.0, 80.0], [34.7, -9.0, 110.0], [0.0, -6.0, 80.0]];
const ABOUT_FREEZING: [&str; 6] = [
    "t_freezing",
    "p_freezing",
    "t_release_freezing",
    "p_release_freezing",
    "t_release_limit",
    "release_ice",
];

fn state([salinity, celsius, mpa]: [f64; 3]) -> State {
    State {
        latitude: Some(Latitude::from_degrees_north(45.0)),
        ..State::of_standard_seawater(
            PracticalSalinity::new(salinity),
            Temperature::from_celsius(celsius),
            SeaPressure::from_mpa(mpa),
        )
    }
}

/// Two significant digits.
fn rounded(value: f64) -> String {
    let scientific = format!("{value:.1e}");
    let (_, exponent) = scientific.split_once('e').unwrap();
    match exponent.parse::<i32>().unwrap() {
        order @ -4..=0 => format!("{value:.*}", usize::try_from(1 - order).unwrap()),
        1 => format!("{value:.0}"),
        2 | 3 => format!("{:.0}", scientific.parse::<f64>().unwrap()),
        _ => scientific,
    }
}

/// One property in some states, extrapolated values in italics.
fn row(table: &mut String, name: &str, states: &[[f64; 3]]) {
    let property = property::find(name).unwrap();
    write!(table, "| `{name}` | {} |", property.unit).unwrap();
    for &numbers in states {
        let assessed = property.assess(&state(numbers));
        let figure = assessed.standard_uncertainty;
        match assessed.standing {
            Standing::InRange => write!(table, " {} |", rounded(figure)).unwrap(),
            Standing::Extrapolated => write!(table, " *{}* |", rounded(figure)).unwrap(),
            Standing::Undefined | Standing::Absent => table.push_str(" – |"),
        }
    }
}

fn heads(table: &mut String, states: &[[f64; 3]]) {
    table.push_str("\n| Property | Unit |");
    for [salinity, celsius, mpa] in states {
        write!(table, " SP {salinity}, {celsius} °C, {mpa} MPa |").unwrap();
    }
}

fn tables() -> String {
    let mut table = String::new();
    heads(&mut table, &STATES);
    writeln!(table, " Where it comes from |\n|---|---|{}---|", "---|".repeat(STATES.len())).unwrap();
    for (names, origin) in ORIGINS {
        for &name in names.iter().filter(|name| {
            !["p_freezing", "release_ice"].contains(name) && !name.contains("release_freezing")
        }) {
            row(&mut table, name, &STATES);
            writeln!(table, " {origin} |").unwrap();
        }
    }
    heads(&mut table, &NEAR_FREEZING);
    writeln!(table, " Where it comes from |\n|---|---|{}---|", "---|".repeat(NEAR_FREEZING.len())).unwrap();
    for name in ABOUT_FREEZING {
        row(&mut table, name, &NEAR_FREEZING);
        let origin = ORIGINS.iter().find(|(names, _)| names.contains(&name)).unwrap().1;
        writeln!(table, " {origin} |").unwrap();
    }
    table.push('\n');
    table
}

#[test]
fn every_property_has_its_origin_on_the_page() {
    let mut told: Vec<&str> = ORIGINS.iter().flat_map(|(names, _)| names.iter().copied()).collect();
    let mut all: Vec<&str> = property::ALL.iter().map(|property| property.name).collect();
    told.sort_unstable();
    all.sort_unstable();
    assert_eq!(told, all);
    let tables = tables();
    for (names, origin) in ORIGINS {
        for name in *names {
            let row = tables.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
            assert!(row.is_some_and(|row| row.ends_with(&format!(" {origin} |"))), "{name}");
        }
    }
}

/// What Del Grosso and Chen and Millero differ from TEOS-10 by, and what TEOS-10 is stated to be worth, m/s: root mean squares
/// over S 30–40 in cells of temperature and pressure.
fn sound() -> String {
    const EDGES_MPA: [f64; 5] = [0.0, 20.0, 40.0, 60.0, 98.0];
    const STEPS: u32 = 10;
    // The middle of each step, so that no edge counts twice.
    let steps = |low: f64, high: f64| {
        (0..STEPS).map(move |i| low + (high - low) * (f64::from(i) + 0.5) / f64::from(STEPS))
    };
    let find = |name| property::find(name).unwrap();
    let [exact, one, other] = ["sound_speed", "sound_speed_del_grosso", "sound_speed_chen_millero"].map(find);
    let mut table = String::from("\n| |");
    for edges in EDGES_MPA.windows(2) {
        write!(table, " {}–{} MPa |", edges[0], edges[1]).unwrap();
    }
    write!(table, "\n|---|{}", "---|".repeat(EDGES_MPA.len() - 1)).unwrap();
    for celsius in [0.0, 5.0, 10.0, 15.0, 20.0, 25.0] {
        write!(table, "\n| {celsius}–{} °C |", celsius + 5.0).unwrap();
        for edges in EDGES_MPA.windows(2) {
            let mut squares = [0.0; 3];
            for salinity in steps(30.0, 40.0) {
                for (celsius, mpa) in steps(celsius, celsius + 5.0)
                    .flat_map(|celsius| steps(edges[0], edges[1]).map(move |mpa| (celsius, mpa)))
                {
                    let state = state([salinity, celsius, mpa]);
                    let teos_10 = exact.assess(&state);
                    for (square, value) in squares.iter_mut().zip([
                        one.value(&state) - teos_10.value,
                        other.value(&state) - teos_10.value,
                        teos_10.standard_uncertainty,
                    ]) {
                        *square += value * value;
                    }
                }
            }
            let [one, other, stated] = squares.map(|square| (square / f64::from(STEPS.pow(3))).sqrt());
            write!(table, " {one:.2}, {other:.2}, {stated:.2} |").unwrap();
        }
    }
    table.push_str("\n\n");
    table
}

/// Replaces what stands between `<!-- name -->` and the next `<!-- end -->`.
fn with_block(page: &str, name: &str, block: &str) -> String {
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&start).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}{block}<!-- end -->{after}")
}

#[test]
fn the_seawater_page_says_what_each_value_is_worth() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/physics/seawater.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (figures, sound) = (tables(), sound());
    let wanted = with_block(&with_block(&page, "uncertainty", &figures), "sound", &sound);
    if std::env::var_os("HADAL_REGENERATE").is_some() {
        std::fs::write(path, &wanted).unwrap();
    } else {
        assert!(
            page == wanted,
            "docs/physics/seawater.md is out of date; the code gives:\n{figures}\n{sound}"
        );
    }
}
