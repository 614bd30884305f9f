// The system calls that a V4L2 device takes, as a table that tests replace.
#pragma once

namespace outpost {

/// Failures are negative errno values.
class V4l2Calls {
  public:
    virtual ~V4l2Calls() = default;
    /// @return a descriptor of at least 0
    virtual int open(const char* path) = 0;
    virtual int ioctl(int device, unsigned long request, void* argument) = 0;
    virtual void close(int device) = 0;
};

/// The kernel's. Opens character devices only, and never waits.
class SystemV4l2Calls final : public V4l2Calls {
  public:
    int open(const char* path) override;
    int ioctl(int device, unsigned long request, void* argument) override;
    void close(int device) override;
};

/// A descriptor that goes with the object.
class V4l2Descriptor {
  public:
    V4l2Descriptor(V4l2Calls& calls, const char* path) : calls_(calls), number_(calls.open(path)) {}
    ~V4l2Descriptor() {
        if (is_open()) calls_.close(number_);
    }
    V4l2Descriptor(const V4l2Descriptor&) = delete;
    V4l2Descriptor& operator=(const V4l2Descriptor&) = delete;

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    /// 0, or a negative errno.
    int ioctl(unsigned long request, void* argument) {
        return calls_.ioctl(number_, request, argument);
    }

  private:
    V4l2Calls& calls_;
    int number_;
};

}  // namespace outpost
