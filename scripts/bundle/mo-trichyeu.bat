@echo off
rem Lan dau: cai Trich yeu tu thu muc nay, khong can mang. Sau do: mo chuong trinh (them lenh thi chay lenh ay; them ten
rem mot tep .db thi mo co so du lieu ay, chua co thi tao ra). Sau ten tep, hoac khong co ten tep, co the ghi --port, --host.
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
if not exist "%HERE%.venv\Scripts\trichyeu.exe" (
  py -@PYTHON@ -c "" || goto :nopython
  py -@PYTHON@ "%HERE%cai.py" windows || goto :failed
)
if exist "%HERE%tessdata" set "TESSDATA_PREFIX=%HERE%tessdata"
set "SECOND=%~2"
if /i "%~x1"==".db" if not defined SECOND goto :opendb
if /i "%~x1"==".db" if "%SECOND:~0,1%"=="-" goto :opendb
if "%~1"=="" goto :open
if "%~1"=="--port" goto :open
if "%~1"=="--host" goto :open
"%HERE%.venv\Scripts\trichyeu.exe" %*
exit /b
:opendb
"%HERE%.venv\Scripts\trichyeu.exe" serve --open --db "%~1" %2 %3 %4 %5 %6 %7 %8 %9
pause
exit /b
:open
cd /d "%HERE%"
.venv\Scripts\trichyeu.exe serve --open %*
pause
exit /b
:nopython
  py -@PYTHON@ "%HERE%cai.py" windows || goto :failed
)
if exist "%HERE%tessdata" set "TESSDATA_PREFIX=%HERE%tessdata"
if /i "%~x1"==".db" if "%~2"=="" (
  "%HERE%.venv\Scripts\trichyeu.exe" serve --open --db "%~1"
  pause
  exit /b
)
if not "%~1"=="" (
  "%HERE%.venv\Scripts\trichyeu.exe" %*
  exit /b
)
cd /d "%HERE%"
.venv\Scripts\trichyeu.exe serve --open
pause
exit /b
:nopython
echo Can Python @PYTHON@ 64 bit (python.org) / Python @PYTHON@, 64 bit, is needed
pause
exit /b 1
:failed
echo Cai dat khong xong, xem dong bao loi o tren / the installation failed, see the message above
pause
exit /b 1
