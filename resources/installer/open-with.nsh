; "Open with" in Explorer offers Lumisift for what it can show; no file type is taken from the program that has it.
!macro openWith EXTENSION
  WriteRegStr SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" ".${EXTENSION}" ""
!macroend

!macro customInstall
  WriteRegStr SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro openWith jpg
  !insertmacro openWith jpeg
  !insertmacro openWith png
  !insertmacro openWith webp
  !insertmacro openWith gif
  !insertmacro openWith avif
  !insertmacro openWith tif
  !insertmacro openWith tiff
  !insertmacro openWith bmp
  !insertmacro openWith heic
  !insertmacro openWith heif
  !insertmacro openWith jxl
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
!macroend
