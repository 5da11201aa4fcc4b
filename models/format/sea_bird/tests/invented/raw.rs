//! Raw files and a reply, with the words of the manuals' examples.

/// Five frequencies, eight voltages, surface irradiance, position and the computer's time.
pub(crate) const SBE_911_HEX: &str = r#"* Sea-Bird SBE 9 Data File:
* FileName = invented.hex
* Number of Bytes Per Scan = 44
* Number of Voltage Words = 4
* Number of Scans Averaged by the Deck Unit = 1
* Append System Time to Every Scan
* Store Lat/Lon Data = Append to Every Scan
*END*
0FA00017708080E8400FA0401770C0FFF000333666999CCCFFF0000003331A52485BEF28419C415300F15365
0FA10017700080E8800FA000177000000333666999CCCFFF000FFF0006661A52485BEF28C09C565401F15365
"#;

/// A 19plus V2 with a strain gauge and two voltages.
pub(crate) const SBE_19_HEX: &str = r#"* Sea-Bird SBE19plus Data File:
* <HardwareData DeviceType='SBE19plus' SerialNumber='01901001'>
* <Sensor id='Main Pressure'>
* <type>strain-0</type>
* </Sensor>
* </HardwareData>
* <ConfigurationData DeviceType='SBE19plus' SerialNumber='01901001'>
* <SampleDataFormat>raw Hex</SampleDataFormat>
* <ExtVolt0>yes</ExtVolt0>
* <ExtVolt1>yes</ExtVolt1>
* <ExtVolt2>no</ExtVolt2>
* <ExtVolt3>no</ExtVolt3>
* <ExtVolt4>no</ExtVolt4>
* <ExtVolt5>no</ExtVolt5>
* <SBE38>no</SBE38>
* <WETLABS>no</WETLABS>
* <SBE63>no</SBE63>
* <SampleLength>15</SampleLength>
* </ConfigurationData>
* <CalibrationCoefficients DeviceType='SBE19plus' SerialNumber='01901001'>
* <Calibration format='TEMP1' id='Main Temperature'>
* <SerialNum>01901001</SerialNum>
* <CalDate>02-Jan-21</CalDate>
* <TA0>1.250000e-03</TA0>
* <TA1>2.750000e-04</TA1>
* <TA2>-1.500000e-06</TA2>
* <TA3>1.750000e-07</TA3>
* <TOFFSET>0.000000e+00</TOFFSET>
* </Calibration>
* </CalibrationCoefficients>
*END*
0800001B58800C8000666633330000
0800101B59000C810066669999FFFF
07FFFF1B57C00C7F00CCCC33336666
"#;

/// A MicroCAT with pressure.
pub(crate) const SBE_37_HEX: &str = r#"* Sea-Bird SBE37SM-RS232  Data File:
* <HardwareData DeviceType='SBE37SM-RS232' SerialNumber='03701001'>
* </HardwareData>
* <ConfigurationData DeviceType='SBE37SM-RS232' SerialNumber='03701001'>
* <PressureInstalled>yes</PressureInstalled>
* <SampleLength>15</SampleLength>
* </ConfigurationData>
* <CalibrationCoefficients DeviceType='SBE37SM-RS232' SerialNumber='03701001'>
* <Calibration format='TEMP1' id='Temperature'>
* <SerialNum>03701001</SerialNum>
* <CalDate>02-Jan-21</CalDate>
* <A0>-1.250000e-04</A0>
* <A1>3.000000e-04</A1>
* <A2>-4.500000e-06</A2>
* <A3>2.000000e-07</A3>
* </Calibration>
* <Calibration format='WBCOND0' id='Conductivity'>
* <SerialNum>03701001</SerialNum>
* <CalDate>03-Jan-21</CalDate>
* <G>-9.750000e-01</G>
* <H>1.250000e-01</H>
* <I>-2.500000e-04</I>
* <J>3.500000e-05</J>
* <PCOR>-9.570000e-08</PCOR>
* <TCOR>3.250000e-06</TCOR>
* <WBOTC>-1.500000e-07</WBOTC>
* </Calibration>
* <Calibration format='STRAIN0' id='Pressure'>
* <SerialNum>2002</SerialNum>
* <CalDate>04-Jan-21</CalDate>
* <PA0>2.500000e-01</PA0>
* <PA1>5.000000e-03</PA1>
* <PA2>-2.500000e-11</PA2>
* <PTCA0>5.240000e+05</PTCA0>
* <PTCA1>2.500000e+00</PTCA1>
* <PTCA2>-5.000000e-02</PTCA2>
* <PTCB0>2.500000e+01</PTCB0>
* <PTCB1>-1.250000e-03</PTCB1>
* <PTCB2>0.000000e+00</PTCB2>
* <PTEMPA0>-7.500000e+01</PTEMPA0>
* <PTEMPA1>5.000000e-02</PTEMPA1>
* <PTEMPA2>-5.000000e-07</PTEMPA2>
* <POFFSET>0.000000e+00</POFFSET>
* <PRANGE>5.080000e+02</PRANGE>
* </Calibration>
* </CalibrationCoefficients>
*END*
0800001B58800C800007D020000000
0800101B59000C810007D12000000A
"#;

/// What a 19plus V2 answers to `DC`.
pub(crate) const DC_REPLY: &str = r#"S>DC
SBE 19plus V 2.5.2  SERIAL NO. 1001    04 Mar 2021 05:06:07
temperature:  02-Jan-21
    TA0 = 1.250000e-03
    TA1 = 2.750000e-04
    TA2 = -1.500000e-06
    TA3 = 1.750000e-07
    TOFFSET = 2.500000e-03
conductivity:  03-Jan-21
    G = -1.250000e+00
    H = 1.500000e-01
    I = -4.500000e-04
    J = 5.500000e-05
    CPCOR = -9.570000e-08
    CTCOR = 3.250000e-06
    CSLOPE = 1.000500e+00
pressure S/N = 2002, range = 508 psia:  04-Jan-21
    PA0 = 2.500000e-01
    PA1 = 1.500000e-03
    PA2 = 6.500000e-12
    PTCA0 = 5.240000e+05
    PTCA1 = 5.500000e+00
    PTCA2 = -1.500000e-01
    PTCB0 = 2.550000e+01
    PTCB1 = 7.500000e-04
    PTCB2 = 0.000000e+00
    PTEMPA0 = -6.250000e+01
    PTEMPA1 = 5.250000e+01
    PTEMPA2 = -2.500000e-01
    POFFSET = -1.250000e-01
volt 0: offset = -4.500000e-02, slope = 1.250000e+00
volt 1: offset = -4.750000e-02, slope = 1.253000e+00
    EXTFREQSF = 9.999500e-01
S>
"#;
