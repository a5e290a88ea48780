// A page opened from a folder cannot run the theme's search: its buttons are hidden there (guiju.css).
if (location.protocol === "file:") document.documentElement.classList.add("gj-from-folder");
