//! Configurations, with the elements and in the order in which Seasave writes them.

/// A 19plus V2 of three sensors.
pub(crate) const SBE_19_XMLCON: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<SBE_InstrumentConfiguration SB_ConfigCTD_FileVersion="7.26.4.0" >
  <Instrument Type="11" >
    <Name>SBE 19plus V2 Seacat CTD</Name>
    <ExternalVoltageChannels>2</ExternalVoltageChannels>
    <Mode>0</Mode>
    <SampleIntervalSeconds>10</SampleIntervalSeconds>
    <ScansToAverage>1</ScansToAverage>
    <SurfaceParVoltageAdded>0</SurfaceParVoltageAdded>
    <ScanTimeAdded>0</ScanTimeAdded>
    <NmeaPositionDataAdded>0</NmeaPositionDataAdded>
    <NmeaDepthDataAdded>0</NmeaDepthDataAdded>
    <NmeaTimeAdded>0</NmeaTimeAdded>
    <SensorArray Size="3" >
      <Sensor index="0" SensorID="58" >
        <TemperatureSensor SensorID="58" >
          <SerialNumber>1001</SerialNumber>
          <CalibrationDate>02-Jan-21</CalibrationDate>
          <A0>1.25000000e-003</A0>
          <A1>2.75000000e-004</A1>
          <A2>-1.50000000e-006</A2>
          <A3>1.75000000e-007</A3>
          <Slope>1.00000000</Slope>
          <Offset>0.0025</Offset>
        </TemperatureSensor>
      </Sensor>
      <Sensor index="1" SensorID="3" >
        <ConductivitySensor SensorID="3" >
          <SerialNumber>1001</SerialNumber>
          <CalibrationDate>03-Jan-21</CalibrationDate>
          <UseG_J>1</UseG_J>
          <!-- Written for wide range cells only. -->
          <SeriesR>0.0000</SeriesR>
          <Coefficients equation="0" >
            <A>0.00000000e+000</A>
            <CPcor>-9.50000000e-008</CPcor>
          </Coefficients>
          <Coefficients equation="1" >
            <G>-1.25000000e+000</G>
            <H>1.50000000e-001</H>
            <I>-4.50000000e-004</I>
            <J>5.50000000e-005</J>
            <CPcor>-9.57000000e-008</CPcor>
            <CTcor>3.2500e-006</CTcor>
          </Coefficients>
          <Slope>1.00050000</Slope>
          <Offset>0.00000</Offset>
        </ConductivitySensor>
      </Sensor>
      <Sensor index="2" SensorID="46" >
        <PressureSensor SensorID="46" >
          <SerialNumber>2002</SerialNumber>
          <CalibrationDate>04-Jan-21</CalibrationDate>
          <PA0>2.50000000e-001</PA0>
          <PA1>1.50000000e-003</PA1>
          <PA2>6.50000000e-012</PA2>
          <PTEMPA0>-6.25000000e+001</PTEMPA0>
          <PTEMPA1>5.25000000e+001</PTEMPA1>
          <PTEMPA2>-2.50000000e-001</PTEMPA2>
          <PTCA0>5.24000000e+005</PTCA0>
          <PTCA1>5.50000000e+000</PTCA1>
          <PTCA2>-1.50000000e-001</PTCA2>
          <PTCB0>2.55000000e+001</PTCB0>
          <PTCB1>7.50000000e-004</PTCB1>
          <PTCB2>0.00000000e+000</PTCB2>
          <Offset>-0.125</Offset>
        </PressureSensor>
      </Sensor>
    </SensorArray>
  </Instrument>
</SBE_InstrumentConfiguration>
"#;

/// A 911plus with all of its fifteen channels.
pub(crate) const SBE_911_XMLCON: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<SBE_InstrumentConfiguration SB_ConfigCTD_FileVersion="7.26.4.0" >
  <Instrument Type="8" >
    <Name>SBE 911plus/917plus CTD</Name>
    <FrequencyChannelsSuppressed>0</FrequencyChannelsSuppressed>
    <VoltageWordsSuppressed>0</VoltageWordsSuppressed>
    <ScansToAverage>1</ScansToAverage>
    <SurfaceParVoltageAdded>1</SurfaceParVoltageAdded>
    <ScanTimeAdded>1</ScanTimeAdded>
    <NmeaPositionDataAdded>1</NmeaPositionDataAdded>
    <NmeaDepthDataAdded>0</NmeaDepthDataAdded>
    <NmeaTimeAdded>0</NmeaTimeAdded>
    <NmeaDeviceConnectedToPC>0</NmeaDeviceConnectedToPC>
    <SensorArray Size="15" >
      <Sensor index="0" SensorID="55" >
        <TemperatureSensor SensorID="55" >
          <SerialNumber>1001</SerialNumber>
          <CalibrationDate>02-Jan-21</CalibrationDate>
          <UseG_J>1</UseG_J>
          <A>4.25000000e-003</A>
          <G>4.25000000e-003</G>
          <H>6.50000000e-004</H>
          <I>2.25000000e-005</I>
          <J>1.75000000e-006</J>
          <F0>1000.000</F0>
          <Slope>1.00000000</Slope>
          <Offset>0.0025</Offset>
        </TemperatureSensor>
      </Sensor>
      <Sensor index="1" SensorID="3" >
        <ConductivitySensor SensorID="3" >
          <SerialNumber>1002</SerialNumber>
          <UseG_J>1</UseG_J>
          <SeriesR>0.0000</SeriesR>
          <Coefficients equation="1" >
            <G>-9.75000000e+000</G>
            <H>1.50000000e+000</H>
            <I>-1.50000000e-003</I>
            <J>1.75000000e-004</J>
            <CPcor>-9.57000000e-008</CPcor>
            <CTcor>3.2500e-006</CTcor>
          </Coefficients>
          <Slope>1.00000000</Slope>
          <Offset>0.00000</Offset>
        </ConductivitySensor>
      </Sensor>
      <Sensor index="2" SensorID="45" >
        <PressureSensor SensorID="45" >
          <SerialNumber>1003</SerialNumber>
          <C1>-4.250000e+004</C1>
          <C2>-2.500000e-001</C2>
          <C3>1.250000e-002</C3>
          <D1>3.750000e-002</D1>
          <D2>0.000000e+000</D2>
          <T1>3.025000e+001</T1>
          <T2>-2.500000e-004</T2>
          <T3>4.250000e-006</T3>
          <T4>2.500000e-009</T4>
          <Slope>0.99995000</Slope>
          <Offset>-1.25000</Offset>
          <T5>0.000000e+000</T5>
          <AD590M>1.275000e-002</AD590M>
          <AD590B>-9.250000e+000</AD590B>
        </PressureSensor>
      </Sensor>
      <Sensor index="3" SensorID="55" >
        <TemperatureSensor SensorID="55" >
          <SerialNumber>1001</SerialNumber>
          <CalibrationDate>02-Jan-21</CalibrationDate>
          <UseG_J>1</UseG_J>
          <A>4.25000000e-003</A>
          <G>4.25000000e-003</G>
          <H>6.50000000e-004</H>
          <I>2.25000000e-005</I>
          <J>1.75000000e-006</J>
          <F0>1000.000</F0>
          <Slope>1.00000000</Slope>
          <Offset>0.0025</Offset>
        </TemperatureSensor>
      </Sensor>
      <Sensor index="4" SensorID="3" >
        <ConductivitySensor SensorID="3" >
          <SerialNumber>1002</SerialNumber>
          <UseG_J>1</UseG_J>
          <SeriesR>0.0000</SeriesR>
          <Coefficients equation="1" >
            <G>-9.75000000e+000</G>
            <H>1.50000000e+000</H>
            <I>-1.50000000e-003</I>
            <J>1.75000000e-004</J>
            <CPcor>-9.57000000e-008</CPcor>
            <CTcor>3.2500e-006</CTcor>
          </Coefficients>
          <Slope>1.00000000</Slope>
          <Offset>0.00000</Offset>
        </ConductivitySensor>
      </Sensor>
      <Sensor index="5" SensorID="20" >
        <FluoroWetlabECO_AFL_FL_Sensor SensorID="20" >
          <SerialNumber>1004</SerialNumber>
          <ScaleFactor>5.0</ScaleFactor>
          <Vblank>0.0750</Vblank>
        </FluoroWetlabECO_AFL_FL_Sensor>
      </Sensor>
      <Sensor index="6" SensorID="71" >
        <WET_LabsCStar SensorID="71" >
          <SerialNumber>1005</SerialNumber>
          <M>20.5</M>
          <B>-0.125</B>
          <PathLength>0.250</PathLength>
        </WET_LabsCStar>
      </Sensor>
      <Sensor index="7" SensorID="0" >
        <AltimeterSensor SensorID="0" >
          <SerialNumber>Invented</SerialNumber>
          <ScaleFactor>7.500</ScaleFactor>
          <Offset>0.000</Offset>
        </AltimeterSensor>
      </Sensor>
      <Sensor index="8" SensorID="61" >
        <UserPolynomialSensor SensorID="61" >
          <SensorName>Optode</SensorName>
          <A0>0.5</A0>
          <A1>1.25</A1>
        </UserPolynomialSensor>
      </Sensor>
      <Sensor index="9" SensorID="27" >
        <NotInUse SensorID="27" >
        </NotInUse>
      </Sensor>
      <Sensor index="10" SensorID="27" >
        <NotInUse SensorID="27" >
        </NotInUse>
      </Sensor>
      <Sensor index="11" SensorID="27" >
        <NotInUse SensorID="27" >
        </NotInUse>
      </Sensor>
      <Sensor index="12" SensorID="38" >
        <OxygenSensor SensorID="38" >
          <SerialNumber>1007</SerialNumber>
          <Use2007Equation>1</Use2007Equation>
          <CalibrationCoefficients equation="1" >
            <Soc>4.5000e-001</Soc>
            <offset>-0.5000</offset>
            <A>-3.5000e-003</A>
            <B>1.5000e-004</B>
            <C>-2.2500e-006</C>
            <D0>2.5000e+000</D0>
            <D1>1.9250e-004</D1>
            <D2>-4.6250e-002</D2>
            <E>3.6000e-002</E>
            <Tau20>1.5000</Tau20>
            <H1>-3.3000e-002</H1>
            <H2>5.0000e+003</H2>
            <H3>1.4500e+003</H3>
          </CalibrationCoefficients>
        </OxygenSensor>
      </Sensor>
      <Sensor index="13" SensorID="27" >
        <NotInUse SensorID="27" >
        </NotInUse>
      </Sensor>
      <Sensor index="14" SensorID="51" >
        <SPAR_Sensor SensorID="51" >
          <SerialNumber>1008</SerialNumber>
          <ConversionFactor>1500.0</ConversionFactor>
        </SPAR_Sensor>
      </Sensor>
    </SensorArray>
  </Instrument>
</SBE_InstrumentConfiguration>
"#;
