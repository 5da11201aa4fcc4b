//! Short names in a `.cnv`: by the sensor's kind where that has a name of its own, and by its number.

use super::invented_cast::{cast_by, configuration, known};
use super::*;
use crate::cast::{Kind, Variable, to_cnv};

fn names(cast: &Cast) -> Vec<String> {
    to_cnv(cast).columns.into_iter().map(|column| column.name).collect()
}

#[test]
fn names_are_those_of_the_sensor_that_made_the_column() {
    let digiquartz = names(&cast_by(&known()));
    for name in ["prDM", "t090C", "t190C", "c0S/m", "c1S/m", "sbeox0V", "flECO-AFL", "altM"] {
        assert!(digiquartz.iter().any(|known| known == name), "{name} in {digiquartz:?}");
    }
    let microcat = from_sea_bird(MICROCAT, &Supplement::default(), BadScans::Refuse).unwrap();
    assert!(
        ["prdM", "tv290C", "c0S/m"].iter().all(|name| names(&microcat).iter().any(|known| known == name))
    );
    let gauge = calibration("rbr/pressure", &[], &[]);
    let other = from_table(vec![("voltage_ratio".to_owned(), vec![0.4])], &[gauge], None).unwrap();
    assert!(names(&other).iter().any(|known| known == "prM"));
}

#[test]
fn a_second_fluorometer_has_its_number_behind() {
    let text = configuration();
    let (before, after) = text.split_once("<WET_LabsCStar").unwrap();
    let rest = after.split_once("</WET_LabsCStar>").unwrap().1;
    let second = "<FluoroWetlabECO_AFL_FL_Sensor SensorID=\"20\" ><SerialNumber>3004</SerialNumber>\
                  <ScaleFactor>9.0</ScaleFactor><Vblank>0.05</Vblank></FluoroWetlabECO_AFL_FL_Sensor>";
    let before =
        before.replacen("<Sensor index=\"6\" SensorID=\"71\"", "<Sensor index=\"6\" SensorID=\"20\"", 1);
    let configuration = Some(xmlcon::parse(&format!("{before}{second}{rest}")).unwrap());
    let cast = cast_by(&Supplement { configuration, ..Supplement::default() });
    let found = names(&cast);
    for name in ["flECO-AFL", "flECO-AFL1"] {
        assert!(found.iter().any(|known| known == name), "{name} in {found:?}");
    }
    assert_eq!(cast.variable("chlorophyll_2").unwrap().sensor.as_ref().unwrap().serial, "3004");
}

#[test]
fn a_name_that_is_taken_gives_way_to_ours() {
    let column = |kind: &str, number| Variable::of_kind(Kind::named(kind).unwrap(), number, vec![1.0]);
    let twice = Variable { name: "pressure_again".to_owned(), ..column("pressure", 1) };
    let cast = Cast::of_quantities(vec![column("pressure", 1), twice, column("oxygen", 2)]);
    assert_eq!(names(&cast), ["prM", "pressure_again", "sbeox1Mm/Kg", "flag"]);
}
