// One function a screen; draw() chooses. Each takes all keys of its screen from the sheet.
#pragma once

#include "firmware-app/screens/sheet.h"

namespace outpost::screens {

// attract.cpp
void lay_out(Sheet& sheet, const session::StartUp& screen);
void lay_out(Sheet& sheet, const session::Attract& screen);
void lay_out(Sheet& sheet, const session::Languages& screen);
// scan.cpp
void lay_out(Sheet& sheet, const session::Scan& screen);
void lay_out(Sheet& sheet, const session::Parts& screen);
// verdict.cpp
void lay_out(Sheet& sheet, const session::VerdictShown& screen);
// confirm.cpp
void lay_out(Sheet& sheet, const session::Confirm& screen);
void lay_out(Sheet& sheet, const session::WhatIsWrong& screen);
// printing.cpp
void lay_out(Sheet& sheet, const session::Issuing& screen);
void lay_out(Sheet& sheet, const session::Printing& screen);
void lay_out(Sheet& sheet, const session::HandOver& screen);
void lay_out(Sheet& sheet, const session::PrinterHelp& screen);
void lay_out(Sheet& sheet, const session::OutcomeUnknown& screen);
// queue.cpp
void lay_out(Sheet& sheet, const session::Queue& screen);
void lay_out(Sheet& sheet, const session::Reprint& screen);
// pin.cpp
void lay_out(Sheet& sheet, const session::Pin& screen);
// operator_home.cpp
void lay_out(Sheet& sheet, const session::OperatorHome& screen);
void lay_out(Sheet& sheet, const session::HealthPage& screen);
// operator_pages.cpp
void lay_out(Sheet& sheet, const session::ClockPage& screen);
void lay_out(Sheet& sheet, const session::StatisticsPage& screen);
void lay_out(Sheet& sheet, const session::SettingsPage& screen);
void lay_out(Sheet& sheet, const session::PolicyPage& screen);
// transfer.cpp
void lay_out(Sheet& sheet, const session::ImportPage& screen);
void lay_out(Sheet& sheet, const session::ExportPage& screen);
// detail.cpp
void lay_out(Sheet& sheet, const session::Detail& screen);
// easy_use.cpp
void lay_out(Sheet& sheet, const session::EasyUse& screen);
void lay_out_warning(Sheet& sheet, const session::TimeWarning& warning);
// out_of_service.cpp
void lay_out(Sheet& sheet, const session::OutOfService& screen);

/// Names of a part of the kiosk: "camera", "start_up"; its own picture.
std::string_view part_name(session::Part part);
std::string_view part_icon(session::Part part);

}  // namespace outpost::screens
