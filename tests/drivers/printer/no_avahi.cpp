// Preloaded into ippeveprinter, which gives up without a DNS-SD service: one that does nothing.
extern "C" {

static int something;

void* avahi_threaded_poll_new() {
    return &something;
}
const void* avahi_threaded_poll_get(void*) {
    return &something;
}
int avahi_threaded_poll_start(void*) {
    return 0;
}
void avahi_threaded_poll_lock(void*) {}
void avahi_threaded_poll_unlock(void*) {}
int avahi_client_errno(void*) {
    return 0;
}
void* avahi_client_new(const void*, int, void*, void*, int* error) {
    if (error != nullptr) *error = 0;
    return &something;
}
const char* avahi_client_get_host_name_fqdn(void*) {
    return "localhost";
}
void* avahi_entry_group_new(void*, void*, void*) {
    return &something;
}
int avahi_entry_group_add_service_strlst(void*, ...) {
    return 0;
}
int avahi_entry_group_add_service_subtype(void*, ...) {
    return 0;
}
int avahi_entry_group_commit(void*) {
    return 0;
}
int avahi_entry_group_free(void*) {
    return 0;
}
void* avahi_string_list_add_printf(void*, const char*, ...) {
    return &something;
}
void avahi_string_list_free(void*) {}
}
