// outpost sync: what goes to the hub and what comes back.
#pragma once

#include "firmware-app/station/console.h"
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/arguments.h"

namespace outpost::tools {

int run_sync_enroll(const SyncEnrollArguments& arguments, const station::StatePorts& ports,
                    const station::Console& console);
struct SyncPorts {
    station::StatePorts state;
    MakeWeb make_web;
};

int run_sync_export(const SyncExportArguments& arguments, const SyncPorts& ports,
                    const station::Console& console);
int run_sync_import(const SyncImportArguments& arguments, const SyncPorts& ports,
                    const station::Console& console);
/// For a kiosk without a network: its folder to the hub, receipts and bundles back. Works beside
/// the kiosk.
int run_sync_carry(const SyncCarryArguments& arguments, const SyncPorts& ports,
                   const station::Console& console);
int run_sync_status(const SyncStatusArguments& arguments, const station::StatePorts& ports,
                    const station::Console& console);
int run_sync_seal(const SyncSealArguments& arguments, const station::StatePorts& ports,
                  const station::Console& console);

}  // namespace outpost::tools
