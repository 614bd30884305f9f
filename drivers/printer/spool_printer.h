// A printer that is a folder: each job becomes a PDF file in it.
#pragma once

#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/printer.h"

#include <string>

namespace outpost {

/// For hot folders, print hubs and machines without a printer. "Printed" means: the file lies there
/// durably. Names are written once and never again, so find() knows the truth as long as nobody
/// takes a file away whose certificate is still being issued. The stores must outlive the object.
class SpoolPrinter final : public Printer {
  public:
    SpoolPrinter(std::string folder, FileStore& files, FolderStore& folders)
        : folder_(std::move(folder)), files_(&files), folders_(&folders) {}

    /// `<name>.pdf`, complete or not at all, never over a file that is there: that one was sent,
    /// and its ticket is returned. @error BadValue, TooLong, Io (it may be there: find())
    Result<PrintTicket> send(const PrintRequest& request) override;
    /// Printed, or Unknown when the file is gone.
    PrintStatus status(const PrintTicket& ticket) override;
    /// Yes or No; CannotTell only where the folder cannot be looked at.
    SentBefore find(const std::string& name) override;
    /// @error Unavailable: a file that is there counts as printed, and one that is not is no job.
    Result<void> cancel(const PrintTicket& ticket) override;
    /// Waiting; Offline when the folder is not there and cannot be made.
    PrintStatus health() override;

  private:
    [[nodiscard]] std::string path_of(const std::string& name) const;

    std::string folder_;
    FileStore* files_;
    FolderStore* folders_;
};

}  // namespace outpost
