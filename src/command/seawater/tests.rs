//! The command as it is typed: states from all that may be given, tables, and what is refused.

use super::*;
use clap::Parser as _;
use std::fs;

#[derive(clap::Parser)]
struct Typed {
    #[command(flatten)]
    arguments: Arguments,
}

fn typed(line: &str) -> Arguments {
    Typed::try_parse_from(["seawater"].into_iter().chain(line.split_whitespace())).unwrap().arguments
}

/// The value of the first property in a line that describes one state.
fn value(line: &str) -> f64 {
    let arguments = typed(line);
    let wanted = properties(&arguments.properties).unwrap();
    let recipe = Recipe::new(&arguments.instructions().unwrap(), None, &wanted).unwrap();
    recipe.assess(wanted[0], &recipe.state()).value
}

/// Runs over a table; answers what stands in the output.
fn table(text: &str, more: &str) -> anyhow::Result<String> {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("cast.csv"), folder.path().join("out.csv"));
    fs::write(&input, text).unwrap();
    let done = execute(&typed(&format!("{more} --input {} --output {}", input.display(), output.display())));
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, if done.is_ok() { 2 } else { 1 });
    done.map(|_| fs::read_to_string(&output).unwrap())
}

fn refused(line: &str) -> String {
    crate::command::describe(&execute(&typed(line)).unwrap_err())
}

/// GSW-Python 3.6.23 (`tests/reference/single_figures.py`): SP_from_C, SR_from_SP and rho_t_exact; SA_from_SP in the North Pacific; t_from_CT and
/// sound_speed_t_exact. Tolerances are GSW's own.
#[test]
fn val_states_come_out_of_whatever_is_given() {
    for (line, theirs, tolerance) in [
        ("SP --c 34.2 --t 2.3 --p 1100", 38.309_976_318_895_23, 1.3e-10),
        ("SA --c 34.2 --t 2.3 --p 1100", 38.490_624_275_800_1, 1.3e-10),
        ("rho --c 34.2 --t 2.3 --p 1100", 1_035.677_458_551_105_7, 2.9e-10),
        ("SA --sp 34.68 --t 1.5 --p 4000 --lat 45 --lon -160", 34.867_364_971_329_74, 1.3e-10),
        ("rho --sp 34.68 --t 1.5 --p 4000 --lat 45 --lon -160", 1_045.881_221_468_933_7, 2.9e-10),
        ("SP --sa 34.86736497132974 --t 1.5 --p 4000 --lat 45 --lon -160", 34.68, 1.3e-10),
        ("t --sa 35 --ct 1.2 --p 6000", 1.776_198_537_878_821_9, 6.0e-10),
        ("sound_speed --sa 35 --ct 1.2 --p 6000", 1_558.342_731_840_319_2, 2.6e-9),
    ] {
        assert!((value(line) - theirs).abs() <= tolerance, "{line}: {} for {theirs}", value(line));
    }
}

#[test]
fn a_table_keeps_its_columns_and_gets_values_uncertainties_and_a_flag() {
    let written =
        table("station,p,t,SP\nK2,4000,1.5,34.68\nK3,11000,2.3,34.7\n", "rho,SP --uncertainty").unwrap();
    let mut lines = written.lines();
    assert_eq!(lines.next(), Some("station,p,t,SP,rho [kg/m^3],SP [1],u(rho) [kg/m^3],u(SP) [1],in_range"));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let rho: f64 = rows[0][4].parse().unwrap();
    assert_eq!(rho.to_bits(), value("rho --sp 34.68 --t 1.5 --p 4000").to_bits());
    // What was given is exact; beyond 10,000 dbar density is not in range, and more uncertain.
    assert_eq!((rows[0][7], rows[0][8], rows[1][8]), ("0", "1", "0"));
    let uncertainty = |row: &[&str]| row[6].parse::<f64>().unwrap();
    assert!(uncertainty(&rows[1]) > uncertainty(&rows[0]));
}

#[test]
fn gaps_of_every_kind_give_gaps() {
    let text = "p,t,SP\n1,2,\n1,NaN,35\n1,-9.990e-29,35\n-999,2,35\n1,2,35\n";
    let written = table(text, "rho --missing -999").unwrap();
    let flags: Vec<&str> = written.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(flags, ["0", "0", "0", "0", "1"]);
    assert_eq!(written.matches("NaN,0\n").count(), 4);
}

#[test]
fn what_cannot_be_by_nature_leaves_the_row_in_range() {
    let written = table("p,t,SP\n100,5,35\n", "rho,p_freezing").unwrap();
    assert!(written.ends_with(",NaN,1\n"), "{written}");
}

#[test]
fn columns_are_found_by_meaning_or_named() {
    let by_meaning = table("prDM,t090C,sal00,LAT,LON\n4000,1.5,34.68,45,-160\n", "rho").unwrap();
    let named =
        table("a,b,c,d,e\n4000,1.5,34.68,45,-160\n", "rho --columns p=a,t=b,SP=c,lat=d,lon=e").unwrap();
    assert_eq!(by_meaning.lines().nth(1), named.lines().nth(1));
    let chosen = table("p,t,SP,SA\n0,10,35,30\n", "rho --columns SA=SA").unwrap();
    assert!(chosen.contains(&crate::columns::number(value("rho --sa 30 --t 10 --p 0"))), "{chosen}");
}

#[test]
fn a_salinity_from_conductivity_is_in_range_where_the_scale_is() {
    let written = table("p,t,C\n0,38,63\n0,15,42.914\n", "rho").unwrap();
    let flags: Vec<&str> = written.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(flags, ["0", "1"]);
}

#[test]
fn a_property_asks_for_no_more_than_it_needs() {
    assert!((value("t_release_limit --sp 34.7 --p 11000") + 0.676).abs() < 1e-3);
    assert!((value("depth --p 1000 --lat 11") - 991.93).abs() < 0.01);
}

#[test]
fn absurd_states_have_no_value_and_say_why() {
    for (line, reason) in [
        ("rho --sp 34.7 --t 275 --p 0", "temperature is missing or not within -25 to 80 degC"),
        ("rho --sp 34.7 --t 2 --p 1e6", "pressure is missing or not within -10 to 15000 dbar"),
        ("rho --sp -1 --t 2 --p 0", "salinity is missing or not within 0 to 120"),
        ("depth --p 10 --lat 95", "latitude is missing or not within -90 to 90 degrees"),
        ("SA --sp 35 --t 2 --p 0 --lat 10 --lon 999", "salinity is missing or not within 0 to 120"),
        ("p_release_freezing --sp 34.7 --t 2.3 --p 11000", "it stays liquid on release"),
        ("p_release_freezing --sp 34.7 --t -13 --p 11000", "it is below its freezing point"),
        ("p_freezing --sp 34.7 --t 2.3", "no pressure freezes it"),
    ] {
        let arguments = typed(line);
        let wanted = properties(&arguments.properties).unwrap();
        let recipe = Recipe::new(&arguments.instructions().unwrap(), None, &wanted).unwrap();
        let text = one_state(&wanted, &recipe, Uncertainty::Left);
        assert!(text.contains("NaN") && text.contains(reason), "{line}: {text}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_is_accepted() {
    for (line, expected) in [
        ("densty --sp 35 --t 2 --p 0", "no property is called `densty`; did you mean `"),
        ("rho,rho --sp 35 --t 2 --p 0", "`rho` is asked for twice"),
        ("rho --t 2 --p 0", "no SP or SA or C: give --sp or --sa or --c"),
        ("rho --sp 35 --sa 35 --t 2 --p 0", "SP and SA say the same; give one"),
        ("rho --c 40 --ct 2 --p 0", "C without t"),
        ("rho --sp 35 --t 2 --p 0 --lon 3", "lon without lat"),
        ("rho --sp inf --t 2 --p 0", "--sp inf: accepted: a finite number"),
        ("rho --sp 35 --t 2 --p 0 --output x.csv", "--output is for tables"),
        ("rho --sp 35 --t 2 --columns p=a", "--columns: there is no table"),
        ("rho --sp 35 --t 2 --p 0 --columns q=a", "`q` is no input; accepted: SP, SA, C, t, CT, p, lat, lon"),
    ] {
        let message = refused(line);
        assert!(message.contains(expected), "{line}: {message}");
    }
    for (text, more, expected) in [
        ("p,t\n1,2\n", "rho", "cast.csv: no column for SP or SA or C; the columns are `p`, `t`; say which"),
        ("p,t,SP,SA\n1,2,3,4\n", "rho", "SP and SA say the same; choose one, as in --columns SP=COLUMN"),
        ("p [MPa],t,SP\n1,2,3\n", "rho", "column `p [MPa]`: p is taken in dbar"),
        ("p;t;SP\n1;2;3\n", "rho", "the header has ';' between its names; accepted: commas"),
        (
            "p,t,SP\n1,2,x\n",
            "rho",
            "cast.csv: line 2: column `SP`: value `x`: accepted: a finite decimal number",
        ),
        ("p,t,SP\n1,2,3\n", "rho --sp 35", "--sp: the table has a column `SP` too; keep one"),
        ("p,t,SP\n1,2,3\n", "depth", "no column for lat"),
    ] {
        let message = crate::command::describe(&table(text, more).unwrap_err());
        assert!(message.contains(expected), "{text:?}: {message}");
    }
    assert!(refused("rho --input /nowhere/cast.csv").contains("cannot read /nowhere/cast.csv"));
}
