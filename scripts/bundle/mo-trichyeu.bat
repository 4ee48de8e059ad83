@echo off
rem Lan dau: cai Trich yeu tu thu muc nay, khong can mang. Sau do: mo chuong trinh (them lenh thi chay lenh ay).
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
if not exist "%HERE%.venv\Scripts\trichyeu.exe" (
  echo Lan dau: dang cai vao thu muc nay, mat vai phut ... / first time: installing here, a few minutes ...
  py -@PYTHON@ -m venv "%HERE%.venv" || goto :nopython
  "%HERE%.venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HERE%windows" trichyeu || goto :failed
)
if exist "%HERE%tessdata" set "TESSDATA_PREFIX=%HERE%tessdata"
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
