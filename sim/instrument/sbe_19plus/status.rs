//! What an SBE 16plus or 19plus shows of itself, in the shape of the published transcripts.

use super::{Mode, Moment, OutputFormat, SeaCat, Switch};

/// Coefficients of each sensor, in the order of `GetCC`.
const TEMPERATURE: [&str; 4] = ["TA0", "TA1", "TA2", "TA3"];
const CONDUCTIVITY: [&str; 6] = ["G", "H", "I", "J", "CPCOR", "CTCOR"];
const PRESSURE: [&str; 12] = [
    "PA0", "PA1", "PA2", "PTCA0", "PTCA1", "PTCA2", "PTCB0", "PTCB1", "PTCB2", "PTEMPA0", "PTEMPA1",
    "PTEMPA2",
];

/// `1.254755e-03`, as the maker writes it.
fn scientific(value: f64) -> String {
    let text = format!("{value:.6e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

impl SeaCat {
    const fn device_type(&self) -> &'static str {
        match self.mode {
            Mode::Profiling => "SBE19plus",
            Mode::Moored => "SBE16plus",
        }
    }

    const fn logging_state(&self) -> &'static str {
        if self.logging.is_some() { "logging" } else { "not logging" }
    }

    fn format_name(&self) -> &'static str {
        match self.format {
            OutputFormat::RawHex => "raw HEX",
            OutputFormat::ConvertedHex => "converted HEX",
            OutputFormat::RawDecimal => "raw decimal",
            OutputFormat::ConvertedDecimal => "converted decimal",
        }
    }

    fn heading(&self, element: &str) -> String {
        format!("<{element} DeviceType = '{}' SerialNumber = '{}'>", self.device_type(), self.serial)
    }

    /// `DS`.
    pub(super) fn plain_status(&self, now: Moment) -> Vec<String> {
        let model = match self.mode {
            Mode::Profiling => "SBE 19plus",
            Mode::Moored => "SBE 16plus",
        };
        let date = now.sea_bird().replace(',', "");
        vec![
            format!("{model} V 2.5.2  SERIAL NO. {}    {date}", self.serial),
            "vbatt = 13.0, vlith =  8.6, ioper =  51.1 ma, ipump = 145.6 ma".to_owned(),
            format!("status = {}", self.logging_state()),
            format!("output format = {}", self.format_name()),
        ]
    }

    /// `GetSD`.
    pub(super) fn status(&self, now: Moment) -> Vec<String> {
        [
            self.heading("StatusData"),
            format!("   <DateTime>{}</DateTime>", now.xml()),
            format!("   <LoggingState>{}</LoggingState>", self.logging_state()),
            "   <EventSummary numEvents = '0'/>".to_owned(),
            "   <Power>".to_owned(),
            "      <vMain>13.0</vMain>".to_owned(),
            "      <vLith>8.6</vLith>".to_owned(),
            "   </Power>".to_owned(),
            "</StatusData>".to_owned(),
        ]
        .into()
    }

    /// `GetCD`.
    pub(super) fn configuration(&self) -> Vec<String> {
        let channels = (0..6).map(|volt| format!("      <ExtVolt{volt}>no</ExtVolt{volt}>"));
        let tag = if self.executed_tag == Switch::On { "yes" } else { "no" };
        let before = [self.heading("ConfigurationData"), "   <DataChannels>".to_owned()];
        let after = [
            "   </DataChannels>".to_owned(),
            "   <EchoCharacters>yes</EchoCharacters>".to_owned(),
            format!("   <OutputExecutedTag>{tag}</OutputExecutedTag>"),
            format!("   <OutputFormat>{}</OutputFormat>", self.format_name()),
            "</ConfigurationData>".to_owned(),
        ];
        before.into_iter().chain(channels).chain(after).collect()
    }

    /// `GetHD`.
    pub(super) fn hardware(&self) -> Vec<String> {
        let sensor = |id: &str, kind: &str| {
            [
                format!("      <Sensor id = '{id}'>"),
                format!("         <type>{kind}</type>"),
                format!("         <SerialNumber>{}</SerialNumber>", self.serial),
                "      </Sensor>".to_owned(),
            ]
        };
        let mut lines = vec![
            self.heading("HardwareData"),
            "   <Manufacturer>Sea-Bird Electronics, Inc.</Manufacturer>".to_owned(),
            "   <FirmwareVersion>2.5.2</FirmwareVersion>".to_owned(),
            "   <InternalSensors>".to_owned(),
        ];
        lines.extend(sensor("Main Temperature", "temperature0"));
        lines.extend(sensor("Main Conductivity", "conductivity-0"));
        lines.extend(sensor("Main Pressure", "strain-0"));
        lines.extend(["   </InternalSensors>".to_owned(), "</HardwareData>".to_owned()]);
        lines
    }

    /// `GetCC`.
    pub(super) fn calibration(&self) -> Vec<String> {
        let mut lines = vec![self.heading("CalibrationCoefficients")];
        for (format, id, names) in [
            ("TEMP1", "Main Temperature", &TEMPERATURE[..]),
            ("WBCOND0", "Main Conductivity", &CONDUCTIVITY[..]),
            ("STRAIN0", "Main Pressure", &PRESSURE[..]),
        ] {
            lines.push(format!("   <Calibration format = '{format}' id = '{id}'>"));
            lines.push(format!("      <SerialNum>{}</SerialNum>", self.serial));
            let coefficient = |name: &&str| {
                let value = self.coefficients.get(*name).copied().unwrap_or(0.0);
                format!("      <{name}>{}</{name}>", scientific(value))
            };
            lines.extend(names.iter().map(coefficient));
            lines.push("   </Calibration>".to_owned());
        }
        lines.push("</CalibrationCoefficients>".to_owned());
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_maker_writes_them() {
        for (value, text) in [
            (1.254_755e-3, "1.254755e-03"),
            (-9.57e-8, "-9.570000e-08"),
            (524_903.4, "5.249034e+05"),
            (0.0, "0.000000e+00"),
        ] {
            assert_eq!(scientific(value), text);
        }
    }
}
