; Inno Setup 6 recipe of SeeSay for Windows 10 1809 and newer. NOT YET RUN: nobody built it so far.
;   python installers\build.py bundle
;   iscc /DVersion=<version> /DBundle=<build\package\seesay\dist\seesay> installers\windows\seesay.iss
; installers\windows\build.ps1 does both. It installs for one user without an administrator, or for all with one.
#ifndef Version
  #error Say /DVersion=…; build.ps1 takes it from assistant\__init__.py
#endif
#ifndef Bundle
  #error Say /DBundle=…, the folder that "build.py bundle" made
#endif
#ifndef Name
  #define Name "seesay"
#endif

[Setup]
AppId=org.seesay.SeeSay
AppName=SeeSay
AppVersion={#Version}
AppPublisher=The SeeSay contributors
DefaultDirName={autopf}\SeeSay
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Bundle}\licences\Apache-2.0.txt
OutputDir=..\..\dist
OutputBaseFilename={#Name}-{#Version}-windows-x86_64
SetupIconFile=..\..\build\icons\seesay.ico
UninstallDisplayIcon={app}\seesay-tray.exe
Compression=lzma2/max
SolidCompression=yes
; The classic pages are plain controls that every screen reader reads.
WizardStyle=classic
ChangesEnvironment=yes
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "it"; MessagesFile: "compiler:Languages\Italian.isl"
Name: "pl"; MessagesFile: "compiler:Languages\Polish.isl"
Name: "pt"; MessagesFile: "compiler:Languages\Portuguese.isl"
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"
Name: "he"; MessagesFile: "compiler:Languages\Hebrew.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"

[Tasks]
; Starting with the session is the user's to choose, in the welcome or the preferences; nothing is switched on here.
Name: "path"; Description: "Let the command seesay be found (PATH)"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\SeeSay"; Filename: "{app}\seesay-tray.exe"; AppUserModelID: "org.seesay.SeeSay"

[Registry]
Root: HKA; Subkey: "{code:EnvironmentKey}"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; \
  Tasks: path; Check: IsNotOnPath

[Run]
Filename: "{app}\seesay-tray.exe"; Description: "Start SeeSay"; Flags: nowait postinstall skipifsilent

[UninstallRun]
; The running one would hold its files.
Filename: "{cmd}"; Parameters: "/C taskkill /IM seesay-tray.exe /F & taskkill /IM seesay.exe /F"; Flags: runhidden; \
  RunOnceId: "EndSeeSay"

[Code]
function EnvironmentKey(Param: String): String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function EnvironmentRoot: Integer;
begin
  if IsAdminInstallMode then Result := HKEY_LOCAL_MACHINE else Result := HKEY_CURRENT_USER;
end;

function IsNotOnPath: Boolean;
var
  Path: String;
begin
  if not RegQueryStringValue(EnvironmentRoot, EnvironmentKey(''), 'Path', Path) then Path := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Path: String;
begin
  if (Step = usPostUninstall) and RegQueryStringValue(EnvironmentRoot, EnvironmentKey(''), 'Path', Path) then begin
    StringChangeEx(Path, ';' + ExpandConstant('{app}'), '', True);
    RegWriteExpandStringValue(EnvironmentRoot, EnvironmentKey(''), 'Path', Path);
  end;
end;
