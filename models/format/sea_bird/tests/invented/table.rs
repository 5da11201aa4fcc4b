//! A converted cast and a bottle summary, columns eleven characters wide as the maker's programs write them.

/// Three rows, the last with a temperature marked bad.
pub(crate) const CNV: &str = r#"* Sea-Bird SBE 9 Data File:
* FileName = invented.hex
# nquan = 4
# nvalues = 3
# units = specified
# name 0 = prDM: Pressure, Digiquartz [db]
# name 1 = t090C: Temperature [ITS-90, deg C]
# name 2 = seaTurbMtr: Turbidity, Seapoint [FTU]
# name 3 = flag: flag
# span 0 =      1.250,      1.750
# span 1 =    10.2500,    10.5000
# span 2 = -1.250e-01, 6.2500e+01
# span 3 = 0.0000e+00, 0.0000e+00
# interval = seconds: 0.25
# start_time = Mar 04 2021 05:06:07 [NMEA time, header]
# bad_flag = -9.990e-29
# <Sensors count="3" >
#   <sensor Channel="1" >
#     <TemperatureSensor SensorID="55" >
#       <SerialNumber>1001</SerialNumber>
#       <CalibrationDate>02-Jan-21</CalibrationDate>
#       <UseG_J>1</UseG_J>
#       <G>4.25000000e-003</G>
#       <H>6.50000000e-004</H>
#       <I>2.25000000e-005</I>
#       <J>1.75000000e-006</J>
#       <F0>1000.000</F0>
#       <Slope>1.00000000</Slope>
#       <Offset>0.0000</Offset>
#     </TemperatureSensor>
#   </sensor>
#   <sensor Channel="2" >
#   </sensor>
#   <sensor Channel="3" >
#     <AltimeterSensor SensorID="0" >
#       <SerialNumber>12</SerialNumber>
#       <ScaleFactor>15.000</ScaleFactor>
#     </AltimeterSensor>
#   </sensor>
# </Sensors>
# datcnv_date = Mar 05 2021 08:09:10, 7.26.7
# file_type = ascii
*END*
      1.250    10.5000 6.2500e+01 0.0000e+00
      1.500    10.2500 -1.250e-01 0.0000e+00
      1.750 -9.990e-29 0.0000e+00 0.0000e+00
"#;

/// Two bottles; the names of the last two columns touch.
pub(crate) const BTL: &str = r#"* Sea-Bird SBE 9 Data File:
* FileName = invented.hex
# <Sensors count="2" >
#   <sensor Channel="1" >
#     <AltimeterSensor SensorID="0" >
#       <SerialNumber>12</SerialNumber>
#       <ScaleFactor>15.000</ScaleFactor>
#     </AltimeterSensor>
#   </sensor>
#   <sensor Channel="2" >
#   </sensor>
# </Sensors>
    Bottle        Date      Sal00  Sigma-é00       PrDM   CStarAt0Sbeox0Mm/Kg
  Position        Time
      1    Mar 04 2021    34.1000    27.2500    500.125   -90.5000    210.250 (avg)
              05:06:07                            0.250     0.0010      0.125 (sdev)
                          34.0900    27.2400    499.875   -90.5020    210.000 (min)
                          34.1100    27.2600    500.500   -90.4990    210.500 (max)
      3    Mar 04 2021    33.9000    26.7500    100.500   -91.0000    250.750 (avg)
              05:16:17                            0.125     0.0020      0.500 (sdev)
                          33.8900    26.7400    100.250   -91.0030    250.250 (min)
                          33.9100    26.7600    100.750   -90.9970    251.250 (max)
"#;
