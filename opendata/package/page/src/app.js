import L from "leaflet";
void L;
