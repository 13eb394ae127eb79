# Builds SeeSay for Windows: the bundle, then its installer. NOT YET RUN: nobody built it so far.
# Needs Python 3.11 or newer (64 bit) and Inno Setup 6.   build.ps1 [-Full] [-WithoutEspeak]
param([switch]$Full, [switch]$WithoutEspeak, [string]$Certificate = "")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

$options = @()
$name = "seesay"
if ($Full) { $options += "--full"; $name += "-full" }
if ($WithoutEspeak) { $options += "--without-espeak"; $name += "-noespeak" }
python installers\build.py bundle @options
if ($LASTEXITCODE) { exit $LASTEXITCODE }

$version = (Select-String -Path assistant\__init__.py -Pattern '^__version__ = "([^"]+)"$').Matches[0].Groups[1].Value
$bundle = Resolve-Path "build\package\$name\dist\seesay"
# Unsigned programs make SmartScreen ask; a certificate's thumbprint signs the programs and the installer.
if ($Certificate) { signtool sign /sha1 $Certificate /fd sha256 /tr http://timestamp.digicert.com /td sha256 "$bundle\seesay.exe" "$bundle\seesay-tray.exe" }
New-Item -ItemType Directory -Force dist | Out-Null
iscc "/DVersion=$version" "/DBundle=$bundle" "/DName=$name" installers\windows\seesay.iss
if ($LASTEXITCODE) { exit $LASTEXITCODE }
if ($Certificate) { signtool sign /sha1 $Certificate /fd sha256 /tr http://timestamp.digicert.com /td sha256 "dist\$name-$version-windows-x86_64.exe" }

& "$bundle\seesay.exe" --version
& "$bundle\seesay.exe" describe "$bundle\lib\assistant\resources\samples\letter.png" --quiet
python installers\build.py checksums
